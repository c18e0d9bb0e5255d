DROP TABLE report_texts;
DROP TABLE reports;
{{- if .PG}}
DROP FUNCTION report_text_stays();
DROP FUNCTION report_stays();
{{- end}}
