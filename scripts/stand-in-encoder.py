"""A stand-in for MedicalNet's weights, where those cannot be had: what docs/results-sample-cohort.md starts `transfer` from.

    python scripts/stand-in-encoder.py <folder of NIfTI heads> <out.pth>

A 3-D ResNet-18 of width 16 with the names, the shortcut type A and the stem of Med3D's published code, trained to segment
air, dark and bright tissue (Otsu's two thresholds per head) in 32³ crops at 1.5 mm. Strides are those of a plain ResNet.
Needs torch, nibabel, scipy, scikit-image. Minutes on two cores; not bit-reproducible.
"""

import sys
from pathlib import Path

import nibabel
import numpy as np
import torch
import torch.nn.functional as F
from scipy.ndimage import zoom
from skimage.filters import threshold_multiotsu
from torch import nn

WIDTH, EDGE, BATCH, STEPS, SPACING_MM = 16, 32, 8, 1500, 1.5


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv3d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm3d(outputs)
        self.conv2 = nn.Conv3d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm3d(outputs)
        self.stride = stride

    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        if y.shape != x.shape:  # Type A: strided, and channels of zeros.
            s = self.stride
            x = x[:, :, ::s, ::s, ::s]
            x = F.pad(x, (0, 0) * 3 + (0, y.shape[1] - x.shape[1]))
        return F.relu(x + y)


class Segmenter(nn.Module):
    def __init__(self, classes=3):
        super().__init__()
        self.conv1 = nn.Conv3d(1, WIDTH, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm3d(WIDTH)
        inputs = WIDTH
        for stage in range(4):
            outputs = WIDTH * 2**stage
            blocks = Block(inputs, outputs, 1 if stage == 0 else 2), Block(outputs, outputs, 1)
            setattr(self, f"layer{stage + 1}", nn.Sequential(*blocks))
            inputs = outputs
        self.conv_seg = nn.Sequential(
            nn.Conv3d(inputs, WIDTH, 1),
            nn.Upsample(scale_factor=4, mode="trilinear"),
            nn.BatchNorm3d(WIDTH),
            nn.ReLU(),
            nn.Conv3d(WIDTH, classes, 1),
            nn.Upsample(scale_factor=8, mode="trilinear"),
        )

    def forward(self, x):
        x = F.max_pool3d(F.relu(self.bn1(self.conv1(x))), 3, 2, 1)
        for stage in range(4):
            x = getattr(self, f"layer{stage + 1}")(x)
        return self.conv_seg(x)


def read_heads(folder):
    """(intensities 0…1, class per voxel) of every 3-D volume that a crop fits into."""
    for file in sorted(folder.glob("*.nii*")):
        image = nibabel.load(file)
        volume = np.asarray(image.dataobj, dtype=np.float32)
        if volume.ndim != 3:
            continue
        volume = zoom(volume, [z / SPACING_MM for z in image.header.get_zooms()[:3]], order=1)
        volume = np.clip(volume / np.percentile(volume, 99.5), 0, 1)
        if min(volume.shape) > EDGE:
            thresholds = threshold_multiotsu(volume[::2, ::2, ::2], 3)
            yield volume, np.digitize(volume, thresholds).astype(np.int64)


def crop(heads):
    volume, classes = heads[np.random.randint(len(heads))]
    corner = [np.random.randint(0, size - EDGE) for size in volume.shape]
    place = tuple(slice(start, start + EDGE) for start in corner)
    axes = [axis for axis in range(3) if np.random.rand() < 0.5]
    order = np.random.permutation(3)
    x, y = (np.flip(part[place], axes).transpose(order) for part in (volume, classes))
    return x * np.random.uniform(0.8, 1.2), y


def main(folder, out):
    torch.manual_seed(0)
    np.random.seed(0)
    heads = list(read_heads(Path(folder)))
    network = Segmenter().train()
    optimiser = torch.optim.AdamW(network.parameters(), 1e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 2e-3, total_steps=STEPS)
    for step in range(STEPS):
        xs, ys = zip(*(crop(heads) for _ in range(BATCH)))
        x = torch.tensor(np.stack(xs)[:, None].astype(np.float32))
        loss = F.cross_entropy(network(x), torch.tensor(np.stack(ys)))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        if step % 100 == 0:
            print(f"step {step} of {STEPS}, loss {loss.item():.3f}", flush=True)
    torch.save({"state_dict": {f"module.{k}": v for k, v in network.state_dict().items()}}, out)


if __name__ == "__main__":
    main(*sys.argv[1:3])
