"""What a check is given: the submission, what its functions answered, and check data.

Knows `network`, which describes and runs a network, and `probing`; nothing of grades, nor of how a
student's code is run. Its face is `submission.Submission`.
"""
