"""The traces: an assessment event becomes a statement, in the outbox, in the transaction of the answer.

The only package of the tool that speaks xAPI. What must not live here: the grammar of statements and
the rules of delivery (`xapi`), what a person may do (`assessment`), Flask.
"""
