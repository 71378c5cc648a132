print("mucluc")
