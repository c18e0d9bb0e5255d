DROP TABLE plan_moves;
DROP TABLE baseline_milestones;
DROP TABLE baselines;
{{- if .PG}}
DROP FUNCTION baseline_stays();
{{- end}}
