"""A trainer chooses what to put in a course (LTI Deep Linking 2.0): the page, the activities, the answer.

What must not live here: the options' meaning (`assessment` honours them), and the launch of an activity
once it is in the course (`launch` resolves its id).
"""
