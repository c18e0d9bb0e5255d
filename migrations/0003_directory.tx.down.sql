DROP TABLE directory_imports;
DROP TABLE group_members;
DROP TABLE person_groups;
DROP TABLE persons;
DROP TABLE organisations;
