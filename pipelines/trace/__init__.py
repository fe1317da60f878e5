"""From a published number to what it rests on: `tokenfall trace`."""
