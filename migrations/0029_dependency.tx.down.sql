DROP TABLE plan_dependencies;
