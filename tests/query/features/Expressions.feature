Feature: Values of expressions
  Nulls, lists, maps, numbers, texts and conditions by themselves.

  Scenario Outline: The value of: <expression>
    Given an empty graph
    When executing query:
      """
      RETURN <expression> AS value
      """
    Then the result should be, in any order:
      | value   |
      | <value> |
    And no side effects

    Examples:
      | expression                             | value                |
      | [1, 2, 3][1..]                         | [2, 3]               |
      | [1, 2, 3][-2..]                        | [2, 3]               |
      | [1, 2, 3][0..-1]                       | [1, 2]               |
      | [1, 2, 3][3..1]                        | []                   |
      | [1, 2, 3][null..2]                     | null                 |
      | {name: 'a', Name: 'b'}['nAMe']         | null                 |
      | {name: 'a', Name: 'b'}.Name            | 'b'                  |
      | {name: 'a'}['na' + 'me']               | 'a'                  |
      | null IN []                             | false                |
      | null IN [1]                            | null                 |
      | 1 IN [1, null]                         | true                 |
      | 2 IN [1, null]                         | null                 |
      | [null] IN [[null]]                     | null                 |
      | [1] IN [[1, null]]                     | false                |
      | [1, 2] = [1, 2, null]                  | false                |
      | [1, null] = [1, 2]                     | null                 |
      | [1, null] = [2, 2]                     | false                |
      | {a: null} = {a: 1}                     | null                 |
      | {a: null} = {b: null}                  | false                |
      | 1 = 1.0                                | true                 |
      | [1] = [1.0]                            | true                 |
      | 1 <> 'a'                               | true                 |
      | null <> null                           | null                 |
      | 0.0 / 0.0 = 0.0 / 0.0                  | false                |
      | 0.0 / 0.0 > 1                          | false                |
      | 0.0 / 0.0 < 'a'                        | null                 |
      | 1 < 'a'                                | null                 |
      | [1, 2] < [1, 3]                        | true                 |
      | {a: 1} < {a: 2}                        | null                 |
      | 1 < 2 < 3                              | true                 |
      | 3 < 2 < 1                              | false                |
      | 1 = 1 = 1                              | true                 |
      | true XOR null                          | null                 |
      | false AND null                         | false                |
      | true OR null                           | true                 |
      | NOT null                               | null                 |
      | 2 ^ 3 ^ 2                              | 64.0                 |
      | -5 % 3                                 | -2                   |
      | 7 / 2                                  | 3                    |
      | 7 / 2.0                                | 3.5                  |
      | 1 + 'a'                                | '1a'                 |
      | 1 + [2]                                | [1, 2]               |
      | [1] + 2                                | [1, 2]               |
      | [1] + [2]                              | [1, 2]               |
      | -9223372036854775808                   | -9223372036854775808 |
      | -0x8000000000000000                    | -9223372036854775808 |
      | 0o17                                   | 15                   |
      | 1.5e-3                                 | 0.0015               |
      | .5                                     | 0.5                  |
      | 'abc' STARTS WITH ''                   | true                 |
      | 'abc' CONTAINS null                    | null                 |
      | 1 STARTS WITH '1'                      | null                 |
      | '\''                                   | '\\''                |
      | 'a\\\\bn'                              | 'a\\bn'              |
      | substring('hello', 2)                  | 'llo'                |
      | substring('hello', 1, 3)               | 'ell'                |
      | right('abc', 2)                        | 'bc'                 |
      | split('one1two', '1')                  | ['one', 'two']       |
      | replace('aba', 'a', 'x')               | 'xbx'                |
      | reverse([1, 2])                        | [2, 1]               |
      | size('abc')                            | 3                    |
      | size(null)                             | null                 |
      | toInteger('82.9')                      | 82                   |
      | toInteger('word')                      | null                 |
      | toInteger(-82.9)                       | -82                  |
      | toFloat('5')                           | 5.0                  |
      | toString(1.0)                          | '1.0'                |
      | toBoolean('TRUE')                      | true                 |
      | toBoolean('word')                      | null                 |
      | round(-1.5)                            | -1.0                 |
      | round(2.5)                             | 3.0                  |
      | range(3, 0)                            | []                   |
      | range(3, 0, -1)                        | [3, 2, 1, 0]         |
      | range(0, 10, 3)                        | [0, 3, 6, 9]         |
      | head([])                               | null                 |
      | last([1, 2])                           | 2                    |
      | tail([])                               | []                   |
      | coalesce(null, 1, 2)                   | 1                    |
      | CASE null WHEN null THEN 1 ELSE 2 END  | 2                    |
      | CASE 1.0 WHEN 1 THEN 'y' END           | 'y'                  |
      | CASE WHEN null THEN 1 END              | null                 |
      | all(x IN [] WHERE false)               | true                 |
      | any(x IN [] WHERE true)                | false                |
      | none(x IN [] WHERE true)               | true                 |
      | single(x IN [] WHERE true)             | false                |
      | all(x IN [1, null] WHERE x = 1)        | null                 |
      | any(x IN [2, null] WHERE x = 1)        | null                 |
      | single(x IN [1, null] WHERE x = 1)     | null                 |
      | single(x IN [1, 1, null] WHERE x = 1)  | false                |
      | none(x IN [2, null] WHERE x = 1)       | null                 |
      | reduce(a = 0, x IN [1, 2, 3] \| a + x) | 6                    |
      | reduce(a = 0, x IN null \| a + x)      | null                 |
      | [x IN [1, 2, 3] WHERE x > 1 \| x * 2]  | [4, 6]               |
      | [x IN [1, 2, 3] WHERE x > 1]           | [2, 3]               |
      | [x IN null \| x]                       | null                 |
      | keys({a: 1, b: null})                  | ['a', 'b']           |
      | properties({a: 1})                     | {a: 1}               |
      | labels(null)                           | null                 |
      | nodes(null)                            | null                 |
      | length(null)                           | null                 |
