"""Peak memory of one figure of the PyTorch peer: python3 scripts/peer-memory.py bench_torch.py FIGURE LAYOUT WIDTH BATCH SIZE

FIGURE unet_step | classifier_step | unet_inference, LAYOUT contiguous | channels_last; float32. Prints megabytes (resident set,
the interpreter and PyTorch included), of a process that does nothing else, as scripts/bench-against-peer.mjs does for ours.
"""
import importlib.util
import resource
import sys

import torch
import torch.nn.functional as F

path, figure, layout = sys.argv[1:4]
width, batch, size = map(int, sys.argv[4:7])
spec = importlib.util.spec_from_file_location("peer", path)
peer = importlib.util.module_from_spec(spec)
spec.loader.exec_module(peer)

memory_format = torch.channels_last_3d if layout == "channels_last" else torch.contiguous_format
volumes = torch.rand(batch, 1, size, size, size)
classes = torch.randint(0, 2, (batch,))
network = (peer.Classifier if figure == "classifier_step" else peer.UNet)(width).to(memory_format=memory_format)
inputs = volumes.to(memory_format=memory_format)
if figure == "unet_inference":
    network.eval()
    with torch.no_grad():
        for _ in range(4):
            network(inputs)
else:
    optimiser = torch.optim.SGD(network.parameters(), lr=0.01, momentum=0.9)
    for _ in range(4):
        optimiser.zero_grad(set_to_none=True)
        output = network(inputs)
        loss = F.cross_entropy(output, classes) if figure == "classifier_step" else F.binary_cross_entropy_with_logits(output, volumes)
        loss.backward()
        optimiser.step()
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
