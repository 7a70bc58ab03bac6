/** By the English sentence as it stands in the catalogue, so that a changed note falls back to what is true. */
export const notesZh: Readonly<Partial<Record<string, string>>> = {
  "The Jupyter project's own stack; JupyterLab is part of the image.":
    'Jupyter 项目官方镜像，已包含 JupyterLab。',
  'Runs without a GPU; JupyterLab is part of the image.': '无需 GPU，已包含 JupyterLab。',
  'NumPy, pandas, scikit-learn and their kin; runs without a GPU.':
    '包含 NumPy、pandas、scikit-learn 等，无需 GPU。',
  'The smallest of the Jupyter stacks here, to install your own packages on; runs without a GPU.':
    '最精简的 Jupyter 镜像，可自行安装所需的包，无需 GPU。',
  'For recent cards and drivers. JupyterLab is installed once, on the first launch.':
    '适合较新的显卡和驱动。首次启动时安装一次 JupyterLab。',
  'The newest PyTorch on drivers of the 12.x generation. JupyterLab is installed once, on the first launch.':
    '可在 12.x 代驱动上运行的最新 PyTorch。首次启动时安装一次 JupyterLab。',
  'JupyterLab is installed once, on the first launch.': '首次启动时安装一次 JupyterLab。',
  'With nvcc, for packages that compile CUDA extensions. JupyterLab is installed once, on the first launch.':
    '带 nvcc，适合需要编译 CUDA 扩展的包。首次启动时安装一次 JupyterLab。',
  'The first generation with kernels for Blackwell cards. JupyterLab is installed once, on the first launch.':
    '首个支持 Blackwell 架构的版本。首次启动时安装一次 JupyterLab。',
  'For old drivers (450 and later). JupyterLab is installed once, on the first launch.':
    '适合旧驱动（450 及以上）。首次启动时安装一次 JupyterLab。',
  "NVIDIA's own build with its libraries; large. JupyterLab is part of the image.":
    'NVIDIA 官方构建，附带其加速库，体积较大，已包含 JupyterLab。',
  'The publisher ships Jupyter with it; whether JupyterLab is there, the image tells.':
    '发布方已附带 Jupyter，是否包含 JupyterLab 以镜像为准。',
  'Data frames and machine learning on the GPU; JupyterLab is part of the image.':
    '在 GPU 上进行数据处理与机器学习，已包含 JupyterLab。',
  'nvcc and cuDNN on Ubuntu 24.04, without Python packages.':
    'Ubuntu 24.04 上的 nvcc 与 cuDNN，不含 Python 包。',
  'nvcc and cuDNN on Ubuntu 22.04, for old drivers (450 and later).':
    'Ubuntu 22.04 上的 nvcc 与 cuDNN，适合旧驱动（450 及以上）。',
  'Serves language models; start it from a terminal with `vllm serve`.':
    '用于部署大语言模型，在终端中执行 `vllm serve` 启动。',
  'The same for drivers of the 12.x generation.': '同上，适合 12.x 代驱动。',
}
