"""`parcours simulate`: engines side by side on synthetic people, on our banks or on made-up ones.

Here: what is simulated (content → numbers), the run, the table, the file and the picture. Not here: the
population, the contestants and the figures (`adaptive.simulation`), anything of a real person.
"""
