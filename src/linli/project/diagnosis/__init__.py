"""The self-diagnosis behind ``linli check``: each finding says in plain words what is so and what to do."""
