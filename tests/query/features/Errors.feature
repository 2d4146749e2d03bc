Feature: What is no query, and what cannot be worked out
  The type, the phase and the detail of each error.

  Scenario Outline: An error: <query>
    Given an empty graph
    And having executed:
      """
      CREATE (a:A {num: 1, name: 'x'})-[:T {id: 0}]->(b:B {num: 2})-[:U {id: 1}]->(c:C), (a)-[:LOOP]->(a)
      """
    When executing query:
      """
      <query>
      """
    Then a <error> should be raised at <phase>: <detail>

    Examples:
      | query                                                         | error            | phase        | detail                          |
      | MATCH (a)-[r]->()-[r]->(a) RETURN r                           | SyntaxError      | compile time | RelationshipUniquenessViolation |
      | MATCH (n) WITH [n] AS l MATCH (l)-->(m) RETURN m              | SyntaxError      | compile time | VariableTypeConflict            |
      | MATCH p = ()-[]-() MATCH (p) RETURN p                         | SyntaxError      | compile time | VariableTypeConflict            |
      | MATCH (p) MATCH p = ()-[]-() RETURN p                         | SyntaxError      | compile time | VariableAlreadyBound            |
      | WITH 123 AS n MATCH (n) RETURN n                              | SyntaxError      | compile time | VariableTypeConflict            |
      | WITH 'x' AS r MATCH ()-[r]-() RETURN r                        | SyntaxError      | compile time | VariableTypeConflict            |
      | MATCH ()-[r]-() MATCH ()-[r*]-() RETURN r                     | SyntaxError      | compile time | VariableTypeConflict            |
      | MATCH (r), ()-[r]-() RETURN r                                 | SyntaxError      | compile time | VariableTypeConflict            |
      | MATCH (a)-[r:T..]->(b) RETURN r                               | SyntaxError      | compile time | InvalidRelationshipPattern      |
      | MATCH (a)-[r:T*-2]->(b) RETURN r                              | SyntaxError      | compile time | InvalidRelationshipPattern      |
      | MATCH (a $p) RETURN a                                         | SyntaxError      | compile time | InvalidParameterUse             |
      | RETURN 1.34E999                                               | SyntaxError      | compile time | FloatingPointOverflow           |
      | RETURN 9223372036854775808                                    | SyntaxError      | compile time | IntegerOverflow                 |
      | RETURN -9223372036854775809                                   | SyntaxError      | compile time | IntegerOverflow                 |
      | RETURN 0x                                                     | SyntaxError      | compile time | InvalidNumberLiteral            |
      | RETURN 0o8                                                    | SyntaxError      | compile time | InvalidNumberLiteral            |
      | RETURN 92233h72                                               | SyntaxError      | compile time | InvalidNumberLiteral            |
      | RETURN 92233#72                                               | SyntaxError      | compile time | UnexpectedSyntax                |
      | RETURN '\uH'                                                  | SyntaxError      | compile time | InvalidUnicodeLiteral           |
      | RETURN [, ]                                                   | SyntaxError      | compile time | UnexpectedSyntax                |
      | RETURN {, }                                                   | SyntaxError      | compile time | UnexpectedSyntax                |
      | RETURN {a}                                                    | SyntaxError      | compile time | UnexpectedSyntax                |
      | RETURN {'a': 1}                                               | SyntaxError      | compile time | UnexpectedSyntax                |
      | RETURN $missing                                               | ParameterMissing | compile time | MissingParameter                |
      | RETURN nofunction(1)                                          | SyntaxError      | compile time | UnknownFunction                 |
      | RETURN coalesce()                                             | SyntaxError      | compile time | InvalidNumberOfArguments        |
      | RETURN y                                                      | SyntaxError      | compile time | UndefinedVariable               |
      | RETURN 123 AND true                                           | SyntaxError      | compile time | InvalidArgumentType             |
      | RETURN NOT 0                                                  | SyntaxError      | compile time | InvalidArgumentType             |
      | RETURN [] XOR null                                            | SyntaxError      | compile time | InvalidArgumentType             |
      | RETURN 'a' - 1                                                | SyntaxError      | compile time | InvalidArgumentType             |
      | RETURN 1 / 0                                                  | ArithmeticError  | runtime      | DivisionByZero                  |
      | RETURN 1 % 0                                                  | ArithmeticError  | runtime      | DivisionByZero                  |
      | RETURN 9223372036854775807 + 1                                | ArithmeticError  | runtime      | NumberOutOfRange                |
      | WITH [1, 2] AS l, 1.5 AS i RETURN l[i]                        | TypeError        | runtime      | ListElementAccessByNonInteger   |
      | WITH {a: 1} AS m, 0 AS i RETURN m[i]                          | TypeError        | runtime      | MapElementAccessByNonString     |
      | WITH 'a' AS s RETURN s[0]                                     | TypeError        | runtime      | InvalidElementAccess            |
      | RETURN properties(1)                                          | SyntaxError      | compile time | InvalidArgumentType             |
      | RETURN toInteger([])                                          | SyntaxError      | compile time | InvalidArgumentType             |
      | RETURN toBoolean(1.0)                                         | SyntaxError      | compile time | InvalidArgumentType             |
      | RETURN range(0, 1, 0)                                         | ArgumentError    | runtime      | NumberOutOfRange                |
      | RETURN range('a', 1)                                          | ArgumentError    | runtime      | InvalidArgumentType             |
      | RETURN all(x IN ['a'] WHERE x % 2 = 0)                        | SyntaxError      | compile time | InvalidArgumentType             |
      | MATCH (n) RETURN type(n)                                      | SyntaxError      | compile time | InvalidArgumentType             |
      | MATCH ()-[r]->() RETURN labels(r)                             | SyntaxError      | compile time | InvalidArgumentType             |
      | MATCH p = ()-->() RETURN size(p)                              | SyntaxError      | compile time | InvalidArgumentType             |
      | MATCH (n) RETURN (n)-->()                                     | SyntaxError      | compile time | UnexpectedSyntax                |
      | MATCH (n) RETURN size((n)-->())                               | SyntaxError      | compile time | UnexpectedSyntax                |
      | MATCH (n) WHERE (n) RETURN n                                  | SyntaxError      | compile time | InvalidArgumentType             |
      | MATCH (n) WHERE (n)-[r]->() RETURN n                          | SyntaxError      | compile time | UndefinedVariable               |
      | MATCH (n) WHERE (n)-->(a) RETURN n                            | SyntaxError      | compile time | UndefinedVariable               |
      | MATCH (n) WHERE count(n) > 1 RETURN n                         | SyntaxError      | compile time | InvalidAggregation              |
      | MATCH (n) RETURN count(count(*))                              | SyntaxError      | compile time | NestedAggregation               |
      | MATCH (n) RETURN [x IN [1] \| count(*)]                       | SyntaxError      | compile time | InvalidAggregation              |
      | MATCH (n) RETURN n.num ORDER BY count(*)                      | SyntaxError      | compile time | InvalidAggregation              |
      | MATCH (n) RETURN DISTINCT n.name ORDER BY n.num               | SyntaxError      | compile time | UndefinedVariable               |
      | MATCH (a)--(b) RETURN a.num + count(b.num)                    | SyntaxError      | compile time | AmbiguousAggregationExpression  |
      | MATCH (a)--(b) RETURN a.num + b.num, a.num + b.num + count(*) | SyntaxError      | compile time | AmbiguousAggregationExpression  |
      | MATCH (n) RETURN n SKIP -1                                    | SyntaxError      | compile time | NegativeIntegerArgument         |
      | MATCH (n) RETURN n LIMIT 1.7                                  | SyntaxError      | compile time | InvalidArgumentType             |
      | MATCH (n) RETURN n LIMIT n.num                                | SyntaxError      | compile time | NonConstantExpression           |
      | MATCH (n) WITH n, count(*) RETURN n                           | SyntaxError      | compile time | NoExpressionAlias               |
      | MATCH (n) WITH n.num AS x RETURN n                            | SyntaxError      | compile time | UndefinedVariable               |
      | WITH 1 AS a, 2 AS a RETURN a                                  | SyntaxError      | compile time | ColumnNameConflict              |
      | UNWIND [1] AS x UNWIND [2] AS x RETURN x                      | SyntaxError      | compile time | VariableAlreadyBound            |
      | RETURN 1 AS a UNION RETURN 2 AS b                             | SyntaxError      | compile time | DifferentColumnsInUnion         |
      | RETURN 1 AS a UNION RETURN 2 AS a UNION ALL RETURN 3 AS a     | SyntaxError      | compile time | InvalidClauseComposition        |
      | MATCH () RETURN *                                             | SyntaxError      | compile time | NoVariablesInScope              |
      | MATCH (n)                                                     | SyntaxError      | compile time | InvalidClauseComposition        |
      | RETURN 1 RETURN 2                                             | SyntaxError      | compile time | InvalidClauseComposition        |
      | RETURN 1 AS x LIMIT 1 SKIP 1                                  | SyntaxError      | compile time | UnexpectedSyntax                |
      | MATCH (n) WHERE exists { MATCH (n) SET n.x = 1 } RETURN n     | SyntaxError      | compile time | InvalidClauseComposition        |
      | RETURN date({month: 1})                                       | ArgumentError    | runtime      | InvalidArgumentValue            |
      | RETURN date('2015-13-01')                                     | ArgumentError    | runtime      | InvalidArgumentValue            |
      | RETURN datetime({year: 1984, timezone: 'Nope/Nope'})          | ArgumentError    | runtime      | InvalidArgumentValue            |
