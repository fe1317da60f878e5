-- How the answer moves with the method, the sources and the definition of the bar.
CREATE TABLE out_sensitivity (
    kind VARCHAR NOT NULL,
    what VARCHAR NOT NULL,
    bar VARCHAR NOT NULL,
    workload VARCHAR NOT NULL,
    target VARCHAR NOT NULL,
    method VARCHAR NOT NULL,
    crossed_on DATE,
    usd_per_query DECIMAL(18, 12),
    p_1y DOUBLE,
    p_3y DOUBLE,
    p_5y DOUBLE,
    delta_days INTEGER,
    cost_ratio DOUBLE,
    delta_p_1y DOUBLE,
    n INTEGER NOT NULL,
    PRIMARY KEY (kind, what, bar, workload, target, method)
);
