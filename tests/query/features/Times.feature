Feature: Dates, times and durations
  Made, read, selected from others, compared, truncated and reckoned with.

  Scenario Outline: The time of: <expression>
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
      | expression                                                                                               | value                                                |
      | date({year: 1817, week: 1})                                                                              | '1816-12-30'                                         |
      | date({year: 1984, ordinalDay: 202})                                                                      | '1984-07-20'                                         |
      | date({year: 1984, quarter: 3, dayOfQuarter: 45})                                                         | '1984-08-14'                                         |
      | localtime({hour: 12, minute: 31, second: 14, nanosecond: 789, millisecond: 123, microsecond: 456})       | '12:31:14.123456789'                                 |
      | time({hour: 12, minute: 34, second: 56, timezone: '+02:05:59'})                                          | '12:34:56+02:05:59'                                  |
      | time({hour: 12})                                                                                         | '12:00Z'                                             |
      | localdatetime({year: 1984, week: 10, dayOfWeek: 3, hour: 12})                                            | '1984-03-07T12:00'                                   |
      | datetime({year: 1984, ordinalDay: 202, hour: 12, timezone: 'Europe/Stockholm'})                          | '1984-07-20T12:00+02:00[Europe/Stockholm]'           |
      | datetime({year: 1818, month: 7, day: 21, timezone: 'Europe/Stockholm'})                                  | '1818-07-21T00:00+00:53:28[Europe/Stockholm]'        |
      | datetime.fromepoch(416779, 999999999)                                                                    | '1970-01-05T19:46:19.999999999Z'                     |
      | duration({months: 0.75})                                                                                 | 'P22DT19H51M49.5S'                                   |
      | duration({seconds: -2, milliseconds: 1})                                                                 | 'PT-1.999S'                                          |
      | duration({days: 1, milliseconds: -1})                                                                    | 'P1DT-0.001S'                                        |
      | duration('P2.5W')                                                                                        | 'P17DT12H'                                           |
      | duration('P2012-02-02T14:37:21.545')                                                                     | 'P2012Y2M2DT14H37M21.545S'                           |
      | date({date: date('1984-11-11'), week: 1})                                                                | '1984-01-08'                                         |
      | date({date: date('1984-11-11'), quarter: 3})                                                             | '1984-08-11'                                         |
      | time({time: localtime('12:31:14'), timezone: '+05:00'})                                                  | '12:31:14+05:00'                                     |
      | time({time: time('12:31+01:00'), timezone: '+05:00'})                                                    | '16:31+05:00'                                        |
      | datetime({datetime: datetime('1984-10-11T12:00+01:00[Europe/Stockholm]'), timezone: 'Pacific/Honolulu'}) | '1984-10-11T01:00-10:00[Pacific/Honolulu]'           |
      | datetime({date: date('1984-10-11'), time: time('10:31+02:05'), day: 28, timezone: 'Pacific/Honolulu'})   | '1984-10-27T22:26-10:00[Pacific/Honolulu]'           |
      | time('12:30+01:00') < time('11:35Z')                                                                     | true                                                 |
      | datetime('1980-12-11T12:31:14Z') < datetime('1984-10-11T12:31:14+05:00')                                 | true                                                 |
      | duration('P1Y') < duration('P12M')                                                                       | null                                                 |
      | date('2020-01-01') < time('12:00Z')                                                                      | null                                                 |
      | date('2020-01-01') = '2020-01-01'                                                                        | false                                                |
      | localtime('12:31:14.645876123').microsecond                                                              | 645876                                               |
      | time('12:31:14+01:00').offsetSeconds                                                                     | 3600                                                 |
      | datetime('1984-11-11T12:31:14+01:00').epochSeconds                                                       | 469020674                                            |
      | date('1984-11-11').dayOfQuarter                                                                          | 42                                                   |
      | duration('P1Y4M').quarters                                                                               | 5                                                    |
      | duration({seconds: 1, nanoseconds: 111111111}).millisecondsOfSecond                                      | 111                                                  |
      | duration.between(date('-999999999-01-01'), date('+999999999-12-31'))                                     | 'P1999999998Y11M30D'                                 |
      | duration.inSeconds(localdatetime('-999999999-01-01'), localdatetime('+999999999-12-31T23:59:59'))        | 'PT17531639991215H59M59S'                            |
      | duration.inSeconds(localdatetime('2017-10-29T00:00'), datetime('2017-10-29T04:00[Europe/Stockholm]'))    | 'PT5H'                                               |
      | duration.inSeconds(datetime('2017-10-29T00:00[Europe/Stockholm]'), date('2017-10-30'))                   | 'PT25H'                                              |
      | duration.between(localdatetime('2018-01-01T10:00:00.2'), localdatetime('2018-01-02T10:00:00.1'))         | 'PT23H59M59.9S'                                      |
      | duration.between(date('2018-03-11'), date('2016-06-24'))                                                 | 'P-1Y-8M-17D'                                        |
      | duration.between(null, date('2020-01-01'))                                                               | null                                                 |
      | date.truncate('week', date('1984-10-11'), {dayOfWeek: 2})                                                | '1984-10-09'                                         |
      | datetime.truncate('weekYear', datetime('2017-01-01T12:00Z'), {day: 5})                                   | '2016-01-05T00:00Z'                                  |
      | time.truncate('hour', time('12:31:14+01:00'), {timezone: '+02:00'})                                      | '12:00+02:00'                                        |
      | date('1984-10-11') + duration({months: 1, days: 1.5})                                                    | '1984-11-12'                                         |
      | time('12:31:14+01:00') - duration('PT13H')                                                               | '23:31:14+01:00'                                     |
      | duration('P1M') / 2                                                                                      | 'P15DT5H14M33S'                                      |
      | date('2015W302')                                                                                         | '2015-07-21'                                         |
      | date('2015202')                                                                                          | '2015-07-21'                                         |
      | datetime('20150721T21:40-01:30')                                                                         | '2015-07-21T21:40-01:30'                             |
      | datetime('1818-07-21T21:40:32.142[Europe/Stockholm]')                                                    | '1818-07-21T21:40:32.142+00:53:28[Europe/Stockholm]' |
