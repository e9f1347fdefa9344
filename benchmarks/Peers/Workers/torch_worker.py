"""Runs a network with PyTorch in turns. torch_worker.py KIT NETWORK BATCH THREADS MODEL

MODEL.in and MODEL.out are the input and the result that is expected. Of the kit's variants the fastest is kept. Writes a line of
JSON when it is ready, and one for each line on stdin, which says how many seconds a turn lasts.
"""
import json
import sys
import time

sys.dont_write_bytecode = True
kit, network, batch, threads, model = sys.argv[1:]
sys.path.insert(0, kit)
# The kit's script times the networks that its arguments name. None is called "-"; only its variants are wanted.
sys.argv = ["torch_infer.py", threads, "-"]
import numpy  # noqa: E402
import torch  # noqa: E402
import nets  # noqa: E402
import torch_infer  # noqa: E402


def turn(run, seconds):
    """Median and minimum in ms, after a warm-up of a tenth."""
    clock = time.perf_counter
    begin = clock()
    while True:
        run()
        if clock() - begin >= seconds / 10:
            break
    times = []
    begin = end = clock()
    while end - begin < seconds or not times:
        start = end
        run()
        end = clock()
        times.append(end - start)
    times.sort()
    return {"median": times[len(times) // 2] * 1e3, "minimum": times[0] * 1e3, "runs": len(times)}


def first(result):
    return result[0] if isinstance(result, (tuple, list)) else result


network, shape = nets.make(network)
images = torch.from_numpy(numpy.fromfile(model + ".in", numpy.float32)).reshape(int(batch), *shape)
expected = torch.from_numpy(numpy.fromfile(model + ".out", numpy.float32))
best = None
for name, make in torch_infer.variants(network, images):
    if name not in torch_infer.only_variants or (name == "eager" and int(batch) > 1):
        continue
    try:
        run = make()
        for _ in range(3):
            run()
        time_of_run = turn(run, 0.5)["median"]
    except RuntimeError as problem:
        print(f"{name}: {problem}", file=sys.stderr)
        continue
    if best is None or time_of_run < best[0]:
        best = (time_of_run, name, run)
    run = None

_, name, run = best
error = ((first(run()).reshape(-1) - expected).abs().max() / expected.abs().max()).item()
print(json.dumps({"version": torch.__version__, "variant": name, "error": error}), flush=True)
for line in sys.stdin:
    print(json.dumps(turn(run, float(line))), flush=True)
