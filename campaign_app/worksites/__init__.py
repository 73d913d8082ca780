"""Places as tasks that a crew takes: bus stops in the snow, and other work with shovels."""
