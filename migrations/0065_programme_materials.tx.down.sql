DROP TABLE programme_materials;
