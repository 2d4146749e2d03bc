Feature: Patterns, rows and their order
  A chain of three nodes, the first of which has a loop.

  Background:
    Given an empty graph
    And having executed:
      """
      CREATE (a:A {num: 1, name: 'x'})-[:T {id: 0}]->(b:B {num: 2})-[:U {id: 1}]->(c:C), (a)-[:LOOP]->(a)
      """

  Scenario: MATCH (n:A:B) RETURN n
    When executing query:
      """
      MATCH (n:A:B) RETURN n
      """
    Then the result should be, in any order:
      | n |
    And no side effects

  Scenario: MATCH (n) RETURN n.num AS num, n:A AS isA
    When executing query:
      """
      MATCH (n) RETURN n.num AS num, n:A AS isA
      """
    Then the result should be, in any order:
      | num  | isA   |
      | 1    | true  |
      | 2    | false |
      | null | false |
    And no side effects

  Scenario: MATCH (n) RETURN cOuNt( * )
    When executing query:
      """
      MATCH (n) RETURN cOuNt( * )
      """
    Then the result should be, in any order:
      | cOuNt( * ) |
      | 3          |
    And no side effects

  Scenario: MATCH (a)-[:T*0]->(b) RETURN a, b
    When executing query:
      """
      MATCH (a)-[:T*0]->(b) RETURN a, b
      """
    Then the result should be, in any order:
      | a                        | b                        |
      | (:A {name: 'x', num: 1}) | (:A {name: 'x', num: 1}) |
      | (:B {num: 2})            | (:B {num: 2})            |
      | (:C)                     | (:C)                     |
    And no side effects

  Scenario: MATCH (a)-[*0..1]->(b) RETURN a.num, b.num
    When executing query:
      """
      MATCH (a)-[*0..1]->(b) RETURN a.num, b.num
      """
    Then the result should be, in any order:
      | a.num | b.num |
      | 1     | 1     |
      | 1     | 2     |
      | 1     | 1     |
      | 2     | 2     |
      | 2     | null  |
      | null  | null  |
    And no side effects

  Scenario: MATCH (a:A)-[*..2]->(b) RETURN b.num
    When executing query:
      """
      MATCH (a:A)-[*..2]->(b) RETURN b.num
      """
    Then the result should be, in any order:
      | b.num |
      | 2     |
      | null  |
      | 1     |
      | 2     |
    And no side effects

  Scenario: MATCH (a:A)-[r*2]->(b) RETURN r
    When executing query:
      """
      MATCH (a:A)-[r*2]->(b) RETURN r
      """
    Then the result should be, in any order:
      | r                            |
      | [[:T {id: 0}], [:U {id: 1}]] |
      | [[:LOOP], [:T {id: 0}]]      |
    And no side effects

  Scenario: MATCH (a:A)-[*3..2]->(b) RETURN b
    When executing query:
      """
      MATCH (a:A)-[*3..2]->(b) RETURN b
      """
    Then the result should be, in any order:
      | b |
    And no side effects

  Scenario: MATCH (a:A)-[r:T|:U*]->(b) RETURN r
    When executing query:
      """
      MATCH (a:A)-[r:T|:U*]->(b) RETURN r
      """
    Then the result should be, in any order:
      | r                            |
      | [[:T {id: 0}]]               |
      | [[:T {id: 0}], [:U {id: 1}]] |
    And no side effects

  Scenario: MATCH (a:A)-[r* {id: 0}]->(b) RETURN r
    When executing query:
      """
      MATCH (a:A)-[r* {id: 0}]->(b) RETURN r
      """
    Then the result should be, in any order:
      | r              |
      | [[:T {id: 0}]] |
    And no side effects

  Scenario: MATCH (a:A)-[r]->(b)-[rs*0..]->(c) RETURN r, rs
    When executing query:
      """
      MATCH (a:A)-[r]->(b)-[rs*0..]->(c) RETURN r, rs
      """
    Then the result should be, in any order:
      | r            | rs                           |
      | [:T {id: 0}] | []                           |
      | [:T {id: 0}] | [[:U {id: 1}]]               |
      | [:LOOP]      | []                           |
      | [:LOOP]      | [[:T {id: 0}]]               |
      | [:LOOP]      | [[:T {id: 0}], [:U {id: 1}]] |
    And no side effects

  Scenario: MATCH (a)-[r]-(a) RETURN r
    When executing query:
      """
      MATCH (a)-[r]-(a) RETURN r
      """
    Then the result should be, in any order:
      | r       |
      | [:LOOP] |
    And no side effects

  Scenario: MATCH (a)<-[r]->(b) RETURN count(r)
    When executing query:
      """
      MATCH (a)<-[r]->(b) RETURN count(r)
      """
    Then the result should be, in any order:
      | count(r) |
      | 5        |
    And no side effects

  Scenario: MATCH (n)-->(m), (n)-->(o) RETURN m.num, o.num
    When executing query:
      """
      MATCH (n)-->(m), (n)-->(o) RETURN m.num, o.num
      """
    Then the result should be, in any order:
      | m.num | o.num |
      | 2     | 1     |
      | 1     | 2     |
    And no side effects

  Scenario: MATCH ()-[r:T]->()-[s]->() WITH [r, s] AS rs MATCH (x)-[rs*]->(y) RETURN x.num, y.num
    When executing query:
      """
      MATCH ()-[r:T]->()-[s]->() WITH [r, s] AS rs MATCH (x)-[rs*]->(y) RETURN x.num, y.num
      """
    Then the result should be, in any order:
      | x.num | y.num |
      | 1     | null  |
    And no side effects

  Scenario: MATCH p = (a:A)-[*2]-(b) RETURN p
    When executing query:
      """
      MATCH p = (a:A)-[*2]-(b) RETURN p
      """
    Then the result should be, in any order:
      | p                                                                                        |
      | <(:A {name: 'x', num: 1})-[:T {id: 0}]->(:B {num: 2})-[:U {id: 1}]->(:C)>                |
      | <(:A {name: 'x', num: 1})-[:LOOP]->(:A {name: 'x', num: 1})-[:T {id: 0}]->(:B {num: 2})> |
    And no side effects

  Scenario: MATCH p = (a:A)-->(b:B)<-[*0..1]-(c) RETURN nodes(p), length(p)
    When executing query:
      """
      MATCH p = (a:A)-->(b:B)<-[*0..1]-(c) RETURN nodes(p), length(p)
      """
    Then the result should be, in any order:
      | nodes(p)                                  | length(p) |
      | [(:A {name: 'x', num: 1}), (:B {num: 2})] | 1         |
    And no side effects

  Scenario: OPTIONAL MATCH (x:Nope) RETURN x, x.num, labels(x), x:A
    When executing query:
      """
      OPTIONAL MATCH (x:Nope) RETURN x, x.num, labels(x), x:A
      """
    Then the result should be, in any order:
      | x    | x.num | labels(x) | x:A  |
      | null | null  | null      | null |
    And no side effects

  Scenario: OPTIONAL MATCH p = (x:Nope)-->() RETURN p, length(p)
    When executing query:
      """
      OPTIONAL MATCH p = (x:Nope)-->() RETURN p, length(p)
      """
    Then the result should be, in any order:
      | p    | length(p) |
      | null | null      |
    And no side effects

  Scenario: MATCH (a:A) OPTIONAL MATCH (a)-[r]->(b) WHERE b.num = 2 RETURN r
    When executing query:
      """
      MATCH (a:A) OPTIONAL MATCH (a)-[r]->(b) WHERE b.num = 2 RETURN r
      """
    Then the result should be, in any order:
      | r            |
      | [:T {id: 0}] |
    And no side effects

  Scenario: OPTIONAL MATCH (a:Nope) WITH a MATCH (a)-->(b) RETURN b
    When executing query:
      """
      OPTIONAL MATCH (a:Nope) WITH a MATCH (a)-->(b) RETURN b
      """
    Then the result should be, in any order:
      | b |
    And no side effects

  Scenario: OPTIONAL MATCH (a:Nope) OPTIONAL MATCH (a)-->(b) RETURN a, b
    When executing query:
      """
      OPTIONAL MATCH (a:Nope) OPTIONAL MATCH (a)-->(b) RETURN a, b
      """
    Then the result should be, in any order:
      | a    | b    |
      | null | null |
    And no side effects

  Scenario: MATCH (a:A), (c:C) OPTIONAL MATCH (a)-[r*]-(c) RETURN r
    When executing query:
      """
      MATCH (a:A), (c:C) OPTIONAL MATCH (a)-[r*]-(c) RETURN r
      """
    Then the result should be, in any order:
      | r                                     |
      | [[:T {id: 0}], [:U {id: 1}]]          |
      | [[:LOOP], [:T {id: 0}], [:U {id: 1}]] |
    And no side effects

  Scenario: MATCH (n) WHERE (n)-[:T]->(:B) OR (n)-[:U]->() RETURN n.num
    When executing query:
      """
      MATCH (n) WHERE (n)-[:T]->(:B) OR (n)-[:U]->() RETURN n.num
      """
    Then the result should be, in any order:
      | n.num |
      | 1     |
      | 2     |
    And no side effects

  Scenario: MATCH (n) WHERE NOT (n)-->() RETURN n
    When executing query:
      """
      MATCH (n) WHERE NOT (n)-->() RETURN n
      """
    Then the result should be, in any order:
      | n    |
      | (:C) |
    And no side effects

  Scenario: MATCH (n) WHERE n.num > 1 XOR true RETURN n.num
    When executing query:
      """
      MATCH (n) WHERE n.num > 1 XOR true RETURN n.num
      """
    Then the result should be, in any order:
      | n.num |
      | 1     |
    And no side effects

  Scenario: MATCH (n) WHERE exists { MATCH (n)-->(m) WHERE exists { (m)-[:U]->() } } RETURN n.num
    When executing query:
      """
      MATCH (n) WHERE exists { MATCH (n)-->(m) WHERE exists { (m)-[:U]->() } } RETURN n.num
      """
    Then the result should be, in any order:
      | n.num |
      | 1     |
    And no side effects

  Scenario: MATCH (n) WHERE exists { MATCH (n)-->(m) WITH n, count(*) AS c WHERE c = 2 RETURN true } RETURN n.num
    When executing query:
      """
      MATCH (n) WHERE exists { MATCH (n)-->(m) WITH n, count(*) AS c WHERE c = 2 RETURN true } RETURN n.num
      """
    Then the result should be, in any order:
      | n.num |
      | 1     |
    And no side effects

  Scenario: MATCH (n) RETURN [(n)-[r]->(m) WHERE m.num > 1 | r.id] AS l
    When executing query:
      """
      MATCH (n) RETURN [(n)-[r]->(m) WHERE m.num > 1 | r.id] AS l
      """
    Then the result should be, in any order:
      | l   |
      | [0] |
      | []  |
      | []  |
    And no side effects

  Scenario: MATCH (n) RETURN size([(n)-->() | 1]) AS s
    When executing query:
      """
      MATCH (n) RETURN size([(n)-->() | 1]) AS s
      """
    Then the result should be, in any order:
      | s |
      | 2 |
      | 1 |
      | 0 |
    And no side effects

  Scenario: MATCH (a:A), (b:B) RETURN [p = (a)-[*]->(b) | length(p)] AS l
    When executing query:
      """
      MATCH (a:A), (b:B) RETURN [p = (a)-[*]->(b) | length(p)] AS l
      """
    Then the result should be, in any order:
      | l      |
      | [1, 2] |
    And no side effects

  Scenario: MATCH (n)-->() RETURN DISTINCT n.num , count( n )
    When executing query:
      """
      MATCH (n)-->() RETURN DISTINCT n.num , count( n )
      """
    Then the result should be, in any order:
      | n.num | count( n ) |
      | 1     | 2          |
      | 2     | 1          |
    And no side effects

  Scenario: MATCH (n:Nope) RETURN count(n), collect(n), sum(n.x), max(n.x)
    When executing query:
      """
      MATCH (n:Nope) RETURN count(n), collect(n), sum(n.x), max(n.x)
      """
    Then the result should be, in any order:
      | count(n) | collect(n) | sum(n.x) | max(n.x) |
      | 0        | []         | 0        | null     |
    And no side effects

  Scenario: MATCH (n:Nope) RETURN n.x, count(n)
    When executing query:
      """
      MATCH (n:Nope) RETURN n.x, count(n)
      """
    Then the result should be, in any order:
      | n.x | count(n) |
    And no side effects

  Scenario: UNWIND [1, 'a', null, [1, 2], 0.2, 'b'] AS x RETURN max(x), min(x)
    When executing query:
      """
      UNWIND [1, 'a', null, [1, 2], 0.2, 'b'] AS x RETURN max(x), min(x)
      """
    Then the result should be, in any order:
      | max(x) | min(x) |
      | 1      | [1, 2] |
    And no side effects

  Scenario: UNWIND [null, null] AS x RETURN collect(DISTINCT x) AS c, count(DISTINCT x) AS d, sum(x) AS s, avg(x) AS a
    When executing query:
      """
      UNWIND [null, null] AS x RETURN collect(DISTINCT x) AS c, count(DISTINCT x) AS d, sum(x) AS s, avg(x) AS a
      """
    Then the result should be, in any order:
      | c  | d | s | a    |
      | [] | 0 | 0 | null |
    And no side effects

  Scenario: UNWIND [2, 1, 2] AS x RETURN x UNION UNWIND [3, 1] AS x RETURN x
    When executing query:
      """
      UNWIND [2, 1, 2] AS x RETURN x UNION UNWIND [3, 1] AS x RETURN x
      """
    Then the result should be, in any order:
      | x |
      | 2 |
      | 1 |
      | 3 |
    And no side effects

  Scenario: MATCH (n) RETURN n LIMIT 0
    When executing query:
      """
      MATCH (n) RETURN n LIMIT 0
      """
    Then the result should be, in any order:
      | n |
    And no side effects

  Scenario: MATCH (n) RETURN DISTINCT n.num ORDER BY n.num DESC
    When executing query:
      """
      MATCH (n) RETURN DISTINCT n.num ORDER BY n.num DESC
      """
    Then the result should be, in order:
      | n.num |
      | null  |
      | 2     |
      | 1     |
    And no side effects

  Scenario: MATCH (n) WITH n.num AS x ORDER BY x + 1 DESC SKIP 1 RETURN x
    When executing query:
      """
      MATCH (n) WITH n.num AS x ORDER BY x + 1 DESC SKIP 1 RETURN x
      """
    Then the result should be, in order:
      | x |
      | 2 |
      | 1 |
    And no side effects

  Scenario: MATCH (n) RETURN n.num AS x, count(*) AS c ORDER BY c DESC, x
    When executing query:
      """
      MATCH (n) RETURN n.num AS x, count(*) AS c ORDER BY c DESC, x
      """
    Then the result should be, in order:
      | x    | c |
      | 1    | 1 |
      | 2    | 1 |
      | null | 1 |
    And no side effects

  Scenario: WITH 1 AS x RETURN x AS y ORDER BY x
    When executing query:
      """
      WITH 1 AS x RETURN x AS y ORDER BY x
      """
    Then the result should be, in order:
      | y |
      | 1 |
    And no side effects

  Scenario: UNWIND [1, 'a', null, [1], true, 0.5, {}] AS x RETURN x ORDER BY x
    When executing query:
      """
      UNWIND [1, 'a', null, [1], true, 0.5, {}] AS x RETURN x ORDER BY x
      """
    Then the result should be, in order:
      | x    |
      | {}   |
      | [1]  |
      | 'a'  |
      | true |
      | 0.5  |
      | 1    |
      | null |
    And no side effects

  Scenario: UNWIND [1, 'a', null, [1], true, 0.5, {}] AS x RETURN x ORDER BY x DESC
    When executing query:
      """
      UNWIND [1, 'a', null, [1], true, 0.5, {}] AS x RETURN x ORDER BY x DESC
      """
    Then the result should be, in order:
      | x    |
      | null |
      | 1    |
      | 0.5  |
      | true |
      | 'a'  |
      | [1]  |
      | {}   |
    And no side effects
