"""The lines of the 1EdTech certification of a tool (LTI Core 1.3), one named test a line."""
