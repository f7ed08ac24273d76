// @ts-check

export const tensorflowVersion = '2.21.0'

/**
 * One pinned file of the Python package index. Only names and checksums are kept here; where it is fetched from is
 * asked of pip, so a mirror or a private index that a machine is configured for is respected.
 *
 * @typedef {object} Wheel
 * @property {string} project
 * @property {string} version
 * @property {string} python   its Python tag, "cp312-cp312" or "py3-none"
 * @property {string} platform its platform tag
 * @property {number} bytes    to download
 * @property {number} keptBytes what is left on disk of it, about
 * @property {string} sha256
 */

/** @typedef {'cpu' | 'gpu'} Device */

/**
 * @param {string} project @param {string} version @param {string} python @param {string} platform
 * @param {number} bytes @param {number} keptBytes @param {string} sha256
 * @returns {Wheel}
 */
const wheel = (project, version, python, platform, bytes, keptBytes, sha256) => ({
  project,
  version,
  python,
  platform,
  bytes,
  keptBytes,
  sha256,
})

/** @param {Wheel} wheel */
export const wheelFile = ({ project, version, python, platform }) =>
  `${project.replaceAll('-', '_')}-${version}-${python}-${platform}.whl`

const cp = 'cp312-cp312'
const py = 'py3-none'
const glibc2014 = 'manylinux2014_x86_64.manylinux_2_17_x86_64'
const glibc2010 = 'manylinux2010_x86_64.manylinux_2_12_x86_64'

/**
 * TensorFlow per platform and device. The CUDA libraries are the newest that the `and-cuda` extra of this TensorFlow
 * allows (it declares ranges, all below CUDA 13 and cuDNN 10), as pip resolves it: the newest cards are then served.
 * @type {Record<string, Wheel[]>}
 */
// prettier-ignore
export const wheelSets = {
  'linux-x64-cpu': [
    wheel('tensorflow-cpu', tensorflowVersion, cp, 'manylinux_2_27_x86_64', 274000871, 854e6, 'dcc8afd32930e42d5296b6ee19078b773706830af4ea97fbe503b9f5e0f820cb'),
  ],
  'linux-arm64-cpu': [
    wheel('tensorflow', tensorflowVersion, cp, 'manylinux_2_27_aarch64', 281946471, 884e6, 'b07d15737406533898e36c7ef7944b1be18e9028dc521b9229952c537bbc5552'),
  ],
  'linux-x64-gpu': [
    wheel('tensorflow', tensorflowVersion, cp, 'manylinux_2_27_x86_64', 572611111, 1260e6, 'b3b95643c4e70eb925839938fb35cbe142f317ec84af6844ee61513713bb13c0'),
    wheel('nvidia-cublas-cu12', '12.9.3.13', py, 'manylinux_2_27_x86_64', 581217458, 856e6, 'd7d51055f161b317c7105ddaae90e71eda059026074ffef93cf7cde2886bfe72'),
    wheel('nvidia-cuda-cupti-cu12', '12.9.79', py, 'manylinux_2_25_x86_64', 10814997, 44e6, '096bcf334f13e1984ba36685ad4c1d6347db214de03dbb6eebb237b41d9d934f'),
    wheel('nvidia-cuda-nvcc-cu12', '12.9.86', py, glibc2010, 40546229, 36e6, '5d6a0d32fdc7ea39917c20065614ae93add6f577d840233237ff08e9a38f58f0'),
    wheel('nvidia-cuda-nvrtc-cu12', '12.9.86', py, glibc2010, 89568129, 228e6, '210cf05005a447e29214e9ce50851e83fc5f4358df8b453155d5e1918094dcb4'),
    wheel('nvidia-cuda-runtime-cu12', '12.9.79', py, glibc2014, 3493179, 1e6, '25bba2dfb01d48a9b59ca474a1ac43c6ebf7011f1b0b8cc44f54eb6ac48a96c3'),
    wheel('nvidia-cudnn-cu12', '9.28.0.42', py, 'manylinux_2_27_x86_64', 716538495, 1163e6, '9ff58b7f36dacd0a93e89f8f2957b52466889217963701daa15e577317cfa375'),
    wheel('nvidia-cufft-cu12', '11.4.1.4', py, glibc2014, 200877592, 294e6, 'c67884f2a7d276b4b80eb56a79322a95df592ae5e765cf1243693365ccab4e28'),
    wheel('nvidia-curand-cu12', '10.3.10.19', py, 'manylinux_2_27_x86_64', 68295626, 167e6, '49b274db4780d421bd2ccd362e1415c13887c53c214f0d4b761752b8f9f6aa1e'),
    wheel('nvidia-cusolver-cu12', '11.7.5.82', py, 'manylinux_2_27_x86_64', 338117415, 495e6, '15da72d1340d29b5b3cf3fd100e3cd53421dde36002eda6ed93811af63c40d88'),
    wheel('nvidia-cusparse-cu12', '12.5.10.65', py, glibc2014, 366465088, 487e6, '73060ce019ac064a057267c585bf1fd5a353734151f87472ff02b2c5c9984e78'),
    wheel('nvidia-nccl-cu12', '2.32.3', py, 'manylinux_2_27_x86_64', 351526311, 474e6, 'bb94b2348e4861d5e8aa00b36c3d12d9bdf9c6369b82cbb723de0b582280a21c'),
    wheel('nvidia-nvjitlink-cu12', '12.9.86', py, glibc2010, 39748338, 96e6, 'e3f1171dbdc83c5932a45f0f4c99180a70de9bd2718c1ab77d14104f6d7147f9'),
  ],
}

/**
 * What is kept of a wheel: TensorFlow's two libraries and the C headers the addon includes, the CUDA libraries, and of
 * the CUDA compiler what XLA needs. The Python parts, two thirds of the files, are dropped.
 */
const kept = [
  /^tensorflow\/libtensorflow_(cc|framework)\.so\.2$/,
  /^tensorflow\/include\/tensorflow\/c\/.*\.h$/,
  /^tensorflow\/include\/(tensorflow\/core|tsl)\/platform\/ctstring(_internal)?\.h$/,
  /^tensorflow\/include\/xla\/tsl\/c\/.*\.h$/,
  /^nvidia\/\w+\/lib\/[^/]+\.so(\.[\d.]+)?$/,
  /^nvidia\/cuda_nvcc\/(bin\/ptxas|nvvm\/libdevice\/[^/]+)$/,
]

/** @param {string} name  a path inside a wheel */
export const isKept = (name) => kept.some((pattern) => pattern.test(name))
