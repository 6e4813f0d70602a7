from thing_build
