-- no model has more active than total parameters
-- severity: warning
SELECT model_id, active_params_b, total_params_b FROM core_model WHERE active_params_b > total_params_b
