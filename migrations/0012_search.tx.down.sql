{{define "sqlite"}}
DROP TRIGGER {{.}}_search_added;
DROP TRIGGER {{.}}_search_changed;
DROP TRIGGER {{.}}_search_removed;
{{end -}}
{{if .PG}}
DROP FUNCTION search_note() CASCADE;
{{- else}}
DROP TRIGGER organisations_search_renamed;
{{- template "sqlite" "goals"}}
{{- template "sqlite" "milestones"}}
{{- template "sqlite" "tasks"}}
{{- template "sqlite" "organisations"}}
{{- template "sqlite" "persons"}}
{{- template "sqlite" "person_groups"}}
{{- template "sqlite" "events"}}
{{- template "sqlite" "programme_items"}}
{{- template "sqlite" "result_cards"}}
{{- end}}
DROP TABLE search_turns;
DROP TABLE search_changes;
DROP TABLE search_words;
