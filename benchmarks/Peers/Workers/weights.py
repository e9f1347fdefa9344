"""Writes the kit's weights of a network as safetensors under NetGen's names.

weights.py KIT NETWORK TARGET < NAMES, where a line of NAMES is a parameter's name and shape: conv1.weight 20x1x5x5

Both sides list parameters in the order of a state_dict, so the n-th tensor gets the n-th name; every shape is checked.
"""
import json
import os
import sys

sys.dont_write_bytecode = True
kit, network, target = sys.argv[1:]
sys.path.insert(0, kit)
import nets  # noqa: E402

model, _ = nets.make(network)
tensors = [(name, value) for name, value in model.state_dict().items() if not name.endswith("num_batches_tracked")]
names = [line.split() for line in sys.stdin]
if len(names) != len(tensors):
    sys.exit(f"{network} has {len(names)} parameters in NetGen and {len(tensors)} in {kit}.")

header, offset = {}, 0
for (name, shape), (theirs, value) in zip(names, tensors):
    if [int(size) for size in shape.split("x")] != list(value.shape):
        sys.exit(f"{name} is {shape} in NetGen and {theirs} is {list(value.shape)} in {kit}.")
    size = 4 * value.numel()
    header[name] = {"dtype": "F32", "shape": list(value.shape), "data_offsets": [offset, offset + size]}
    offset += size

text = json.dumps(header).encode()
text += b" " * (-len(text) % 8)
with open(target + ".part", "wb") as file:
    file.write(len(text).to_bytes(8, "little") + text)
    for _, value in tensors:
        file.write(value.detach().float().contiguous().numpy().tobytes())
os.replace(target + ".part", target)
