"""Reading and writing the warehouse for trends. Every other module of trends works on values and needs no database."""
