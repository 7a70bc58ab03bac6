import { shellQuote } from '../model/launch'
import { wordRisk } from './consent'
import type { RefusalWordings } from './refusals'

const allowed: Record<string, string> = {
  'host-terminals': '打开容器之外的本机终端',
  engine: '改用另一个容器引擎',
}
const allowing: Record<string, string> = {
  'host-terminals': '请用 berth serve --host-terminals 启动 Berth 以允许本机终端，或在容器中打开终端。',
  engine: '请用 DOCKER_HOST 指定其地址后再启动 Berth，或在桌面应用中更改。',
}
const image = 'image reference'
const folder = 'path folder source'

export const refusalsZh: RefusalWordings = {
  EngineDown: {
    cause: (p) => `无法连接容器引擎：${p('address', '所有常用地址')}没有响应。`,
    next: () => '请在本机启动 Docker（或 Podman）。引擎恢复后 Berth 会自动重新连接。',
  },
  EnginePermission: {
    cause: (p) => `当前用户没有权限访问容器引擎（${p('address', '引擎套接字')}）。`,
    next: (p) =>
      `请将${p('user', '当前用户')}加入 docker 组（sudo usermod -aG docker $USER），然后注销并重新登录；也可以改用 rootless Docker。`,
  },
  EngineTooOld: {
    cause: (p) =>
      `引擎的 API 版本（${p('apiVersion found version', '未知')}）过旧，Berth 需要 ${p('minimum needed', '1.41')} 或更高版本。`,
    next: () => '请将 Docker 升级到 20.10 以上，或将 Podman 升级到 4 以上，然后重新连接。',
  },
  EngineTimeout: {
    cause: (p) => `容器引擎在 ${p('seconds', '限定的')} 秒内没有响应。`,
    next: () => '引擎可能正忙于拉取镜像或磁盘较慢，请重试；若仍无响应，请重启 Docker。',
  },
  InvalidInput: {
    cause: (p) =>
      ({
        cpus: `请求了 ${p('wanted', '')} 核 CPU，但本机只有 ${p('most', '')} 核。`,
        shmBytes: '请求的共享内存超过了本机内存。',
        env: `环境变量 ${p('name', '')} 由 Berth 自行设置。`,
        secret: `环境变量 ${p('name', '')} 不能作为机密：shell 保留该名称，不允许设置。`,
      })[p('field', '')] ?? `${p('field name what', '输入的值')} 无效。`,
    next: (p) =>
      ({
        env: '请将其从环境变量中移除。',
        secret: '请换一个名称，或不将其标为机密。',
      })[p('field', '')] ?? '请修改后重试。',
  },
  NotFound: {
    cause: (p) => `${p('name id what', '该对象')}已不存在。`,
    next: () => '它可能已在别处被删除，列表显示的是当前状态。',
  },
  NameTaken: {
    cause: (p) => `已存在名为“${p('name', '该名称')}”的容器。`,
    next: () => '请换一个名称，或先删除已有的容器。',
  },
  PortTaken: {
    cause: (p) => `端口 ${p('port', '')} 已被其他程序占用。`,
    next: () => '请重试，Berth 会自动选择其他空闲端口。',
  },
  Conflict: {
    cause: (p) => `${p('name id', '该容器')}当前的状态不允许执行此操作。`,
    next: () => '请等待正在进行的操作结束后重试。',
  },
  Cancelled: {
    cause: () => '操作已取消。',
    next: () => '没有残留半成品；已下载的层会保留，下次无需重新下载。',
  },
  NotAllowed: {
    cause: (p) =>
      p('how', '') === 'declined'
        ? `您没有同意${allowed[p('what', '')] ?? '此操作'}。`
        : `页面无权决定${allowed[p('what', '')] ?? '此操作'}。`,
    next: (p) =>
      p('how', '') === 'declined'
        ? '没有任何更改。如需继续，请重试。'
        : (allowing[p('what', '')] ?? '请在桌面应用中进行，它会先询问您。'),
  },
  AlreadyRunning: {
    cause: (p) => `${p('name', '该环境')}已在运行。`,
    next: () => '请直接从“运行中”列表打开，无需再次启动。',
  },
  ImageUnknown: {
    cause: (p) => `镜像仓库中找不到镜像 ${p(image, '')}。`,
    next: () => '请检查名称拼写；若为私有镜像，请先用 docker login 登录对应的镜像仓库。',
  },
  ImageTagUnknown: {
    cause: (p) => `镜像 ${p(image, '')} 没有标签 ${p('tag', '')}。`,
    next: () => '请选择镜像仓库中存在的标签，或使用目录中的环境。',
  },
  ImagePlatform: {
    cause: (p) => `镜像 ${p(image, '')} 不支持本机架构（${p('architecture platform', '架构不符')}）。`,
    next: () => '请选择为本机架构发布的镜像。',
  },
  ImageUnreadable: {
    cause: (p) =>
      ({
        'too-large': `${p('registry host', '镜像仓库')}为 ${p(image, '该镜像')} 返回的数据远超清单应有的大小。`,
        digest: `${p('registry host', '镜像仓库')}为 ${p(image, '该镜像')} 返回的内容与其摘要不符。`,
        artifact: `${p(image, '该引用')} 不是容器镜像，而是镜像仓库中的其他制品。`,
        schema1: `镜像 ${p(image, '')} 采用 2014 年的旧格式，当前引擎无法读取。`,
        platform: `镜像 ${p(image, '')} 不是为 Linux 构建的。`,
      })[p('why', '')] ?? `无法读取${p('registry host', '镜像仓库')}对 ${p(image, '该镜像')} 的描述。`,
    next: (p) =>
      ['artifact', 'schema1', 'platform'].includes(p('why', ''))
        ? '请选择其他镜像或标签。'
        : '请重试。若仍然如此，可能是途中的代理或镜像加速修改了返回内容，请查看原始文本。',
  },
  RegistryUnauthorised: {
    cause: (p) => `${p('registry host', '镜像仓库')}拒绝拉取 ${p(image, '该镜像')}：未登录或没有权限。`,
    next: (p) => `请使用有读取权限的账号执行 docker login ${p('registry host', '')}，然后重试。`,
  },
  RegistryUnreachable: {
    cause: (p) =>
      ({
        certificate: `本机不信任 ${p('registry host', '镜像仓库')} 的证书。`,
        silent: `${p('registry host', '镜像仓库')}在 ${p('seconds', '数')} 秒内没有响应。`,
      })[p('why', '')] ?? `无法连接${p('registry host', '镜像仓库')}。`,
    next: () => '请检查网络、Docker 守护进程的代理设置以及证书，然后重试。已下载的层会保留。',
  },
  RegistryRateLimit: {
    cause: (p) => `${p('registry host', '镜像仓库')}已达到下载频率上限。`,
    next: () => '请用 docker login 登录以提高限额、改用镜像加速，或稍后重试。已下载的层会保留。',
  },
  NoSpace: {
    cause: (p) => `容器引擎所在磁盘空间不足${p('path', '') === '' ? '' : `（${p('path', '')}）`}。`,
    next: () => '请清理不再使用的镜像和容器，然后重试。',
  },
  FolderMissing: {
    cause: (p) => `文件夹 ${p(folder, '')} 不存在。`,
    next: () => '请选择其他项目文件夹，或新建该文件夹。',
  },
  FolderNotWritable: {
    cause: (p) => `没有权限写入文件夹 ${p(folder, '')}。`,
    next: () => '请选择属于您的文件夹，或修改其所有者。',
  },
  MountRefused: {
    cause: (p) =>
      ({
        'engine-socket': `挂载 ${p(folder, '该文件夹')} 会把引擎本身暴露给容器。`,
        'source-missing': `要挂载的文件夹 ${p(folder, '')} 不存在。`,
        'target-taken': `容器内路径 ${p('target', '')} 已被占用或为保留路径。`,
        kernel: `${p(folder, '该文件夹')} 属于内核，不能交给任何容器。`,
        berth: `${p(folder, '该文件夹')} 存有 Berth 自身的设置。`,
        moved: `${p(folder, '该文件夹')} 指向的位置刚刚发生了变化。`,
        asks: `须经您同意才会挂载 ${p('real path', '该文件夹')}。${wordRisk(p('risk', ''), 'zh-CN')}`,
        declined: `您没有同意挂载 ${p('real path', '该文件夹')}。`,
      })[p('reason', '')] ?? `引擎拒绝挂载 ${p(folder, '该文件夹')}。`,
    next: (p) =>
      ({
        'engine-socket': '持有引擎套接字即等于拥有整台主机，请选择其他文件夹。',
        'source-missing': '请新建该文件夹，或选择已存在的文件夹。',
        'target-taken': '请为此挂载选择容器内的其他路径。',
        kernel: '请选择其他文件夹。',
        berth: '请选择其他文件夹。',
        moved: '请确认它现在指向何处，然后重新启动。',
        asks: `桌面应用会在启动时询问您。在浏览器或脚本中，请在启动 Berth 时允许：berth serve --allow-path ${p('real path', 'PATH', shellQuote)}（或 berth launch --allow-path）。`,
        declined: '没有启动任何环境。请选择其他文件夹，或重新启动并同意。',
      })[p('reason', '')] ??
      '若使用 Docker Desktop，请在 Settings → Resources → File sharing 中共享该文件夹；否则请选择引擎可读取的文件夹。',
  },
  GpuToolkitMissing: {
    cause: () => '容器引擎无法分配 GPU：未安装或未配置 NVIDIA Container Toolkit。',
    next: () =>
      '请安装 nvidia-container-toolkit，执行 sudo nvidia-ctk runtime configure --runtime=docker，重启 Docker 后重试；也可以先用 CPU 启动。',
  },
  GpuGone: {
    cause: (p) => `${p('label card uuid', '有一块 GPU')} 已无响应。`,
    next: () => '请查看“GPU”页面。掉卡通常需要重置显卡或重启主机，在此之前请选择其他显卡。',
  },
  GpuDriverMissing: {
    cause: () => '本机没有运行中的 NVIDIA 驱动。',
    next: () => '请安装驱动并重启主机，或使用 CPU 启动。',
  },
  GpuDriverMismatch: {
    cause: () => 'NVIDIA 驱动已升级，但内核中加载的仍是旧模块。',
    next: () => '请重启主机（或重新加载 NVIDIA 内核模块）。在此之前容器无法使用 GPU。',
  },
  GpuNotHere: {
    cause: (p) =>
      p('found', '') === ''
        ? `本机没有所选的 GPU ${p('label card uuid', '')}。`
        : p('found', '') === '0'
          ? '本机没有可用的 GPU。'
          : `请求了 ${p('wanted', '更多')} 块 GPU，但只有 ${p('found', '')} 块可用。`,
    next: () => '请从本机现有的显卡中选择，或使用 CPU 启动。',
  },
  JupyterMissing: {
    cause: (p) => `镜像 ${p(image, '')} 中没有 JupyterLab。`,
    next: () => '可以仅使用终端，或由 Berth 将 JupyterLab 安装到一个会保留的派生镜像中。',
  },
  JupyterSilent: {
    cause: (p) =>
      p('seconds', '') === ''
        ? 'JupyterLab 已启动但没有响应。'
        : `JupyterLab 在 ${p('seconds', '')} 秒内没有响应。`,
    next: () => '请查看容器日志，常见原因是扩展损坏或内存不足。',
  },
  JupyterInstallFailed: {
    cause: (p) => `无法在${p(image, '镜像')}中安装 JupyterLab。`,
    next: () => '原因见下方输出。仍可以仅使用终端的方式运行该镜像。',
  },
  ContainerExited: {
    cause: (p) =>
      p('reason', '') === 'memory'
        ? `${p('name', '容器')} 因内存超出限额而被终止。`
        : `${p('name', '容器')} 已停止${p('exitCode code', '') === '' ? '' : `，退出码 ${p('exitCode code', '')}`}。`,
    next: (p) =>
      p('reason', '') === 'memory'
        ? '请为其分配更多内存，或减小每一步的规模（例如批大小）。'
        : '请查看日志了解原因。退出码 137 表示被强制终止：强制停止，或内存不足。',
  },
  TerminalGone: {
    cause: () => '该终端已结束。',
    next: () => '请新建一个终端。',
  },
  ShellMissing: {
    cause: (p) =>
      p('program', '') === ''
        ? `${p('name image', '该容器')} 中没有可用的 shell。`
        : `${p('name image', '该容器')} 中没有 ${p('program', '')}。`,
    next: (p) =>
      p('program', '') === ''
        ? '基于 scratch 或 distroless 构建的镜像不含 shell，请使用带有 bash 或 sh 的镜像。'
        : '请从它提供的 shell 中选择一个。',
  },
  UserUnknown: {
    cause: (p) => `${p('name', '容器')} 中没有名为 ${p('user', '所填名称')} 的用户或用户组。`,
    next: () => '请选择其中已有的用户，或填写数字 ID（无需对应条目）。',
  },
  WorkingDirMissing: {
    cause: (p) => `${p('name', '容器')} 中没有文件夹 ${p('path', '')}。`,
    next: () => '请选择已存在的文件夹，或留空以使用默认的起始位置。',
  },
  CarrierMissing: {
    cause: (p) => `缺少此类终端所需的程序：${p('program command', 'docker 命令行')}。`,
    next: () => '请安装该程序，或在设置中改用“引擎数据流”。',
  },
  ProcessForbidden: {
    cause: (p) => `进程 ${p('pid', '')} 属于${p('user', '其他用户')}，系统不允许你结束它。`,
    next: () => '请联系其所有者；如果有权限，也可以停止它所在的容器。',
  },
  ProcessProtected: {
    cause: (p) => `${p('name pid', '该进程')} 属于系统或 Berth 自身，不能从这里结束。`,
    next: () => '请选择其他进程，或使用系统工具结束它。',
  },
  ProcessStays: {
    cause: (p) => `${p('name pid', '该进程')} 在收到 ${p('signal', '结束请求')} 后仍在运行。`,
    next: (p) =>
      p('signal', '') === 'SIGKILL'
        ? '它可能正在等待驱动程序或磁盘响应，响应后便会结束。'
        : '它可能正在保存工作。请稍候，或强制结束；强制结束会丢失未保存的内容。',
  },
  KernelBusy: {
    cause: (p) => `${p('notebook name', '此笔记本')}的内核正在计算。`,
    next: () => '请等待其空闲、中断它，或仍然关闭它。',
  },
  CardsReserved: {
    cause: (p) => `${p('cards card', '显卡')} 已被 ${p('holder', '其他人')} 预留至 ${p('until', '稍后')}。`,
    next: () => '请选择其他显卡，或与预留者协商：预留只是提示，并非锁定。',
  },
  LogUnreadable: {
    cause: (p) => `无法读取${p('name id', '此容器')}的日志：其日志驱动不保留日志。`,
    next: () => '请改用 json-file 或 local 日志驱动运行该容器，或到该驱动的输出位置查看。',
  },
  SecretMissing: {
    cause: (p) =>
      ({
        sealed: `已保存的机密 ${p('name', '')} 由桌面密钥环加密，此处无法解密。`,
        file: `无法再从 ${p('what', '此容器')} 中读取其机密变量。`,
        typed: `${p('name', '机密变量')} 的值是为之前的启动输入的，现已不再保留。`,
      })[p('reason', '')] ?? `没有名为 ${p('name', '')} 的已保存机密。`,
    next: (p) =>
      ({
        sealed: '请在保存它的桌面应用中启动，或在此处重新保存。',
        file: '请在“启动”页面填写机密后重新启动。',
      })[p('reason', '')] ?? '请在启动选项中输入其值，或在设置中保存。',
  },
  SecretsUnreadable: {
    cause: (p) => `无法读取 ${p('path', '机密文件')} 中已保存的机密；该文件保持原样。`,
    next: () => '请检查该文件后重试。',
  },
  FileNotWritten: {
    cause: (p) =>
      ({
        full: `磁盘空间不足，无法写入${p('path', '该文件')}。`,
        denied: `没有权限写入${p('path', '该位置')}。`,
      })[p('reason', '')] ?? `无法写入${p('path', '该文件')}。`,
    next: (p) =>
      p('reason', '') === 'full'
        ? '请释放空间或选择其他磁盘；未留下不完整的文件。'
        : '请选择其他文件夹；未留下不完整的文件。',
  },
  Unforeseen: {
    cause: () => '发生了 Berth 未预料到的错误。',
    next: () => '这是 Berth 的缺陷，下方文本有助于定位问题；重试或许可以恢复。',
  },
}
