"""What people read: the report page, charts, exports, the health of the sources."""
