SELECT * FROM ({{query}}) WHERE {{beyond}} ORDER BY {{order}} {{limit}}
