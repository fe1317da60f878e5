-- Every application at every bar that applies to it, in published order.
SELECT point.*, application.label, bar.label AS bar_label, model.name AS model
FROM out_price_point AS point
INNER JOIN core_application AS application USING (application)
INNER JOIN core_bar AS bar ON bar.bar = point.bar
LEFT JOIN core_model AS model ON model.model_id = point.model_id
ORDER BY point.position, bar.position
