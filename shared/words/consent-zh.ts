import type { ConsentWordings } from './consent'

export const consentZh: ConsentWordings = {
  risks: {
    home: '您的整个主目录：包括密钥、邮件，以及登录时自动运行的文件。',
    homes: '其他用户的主目录及其中的所有文件。',
    secrets: '密钥和密码：读到的人可以在别处冒用您的身份。',
    settings: '您的程序设置：其中一些会在下次登录时于容器之外运行。',
    'engine-data': '容器引擎自身的数据：所有容器的文件和机密。',
    system: '系统本身：能写入的人即可控制整台机器。',
    shared: '由本机所有程序和用户共用：包括套接字和他人的文件。',
  },
  mounts: '要把本机的这一部分交给容器吗？',
  mountsDetail: '容器中运行的一切都能访问它：镜像、笔记本以及它们下载的内容。',
  readOnly: (path) => `${path}（只读）`,
  allowMounts: '挂载',
  hostTerminals: '要在本机上打开终端吗？',
  hostTerminalsDetail: '它不在任何容器之内：输入的命令都以您的身份运行。Berth 每次启动后只询问一次。',
  allowHostTerminals: '打开',
  engine: '要改用另一个容器引擎吗？',
  engineDetail: '下载镜像时它会得到您的仓库密码，启动环境时会得到其中的变量。请确认它属于您。',
  allowEngine: '改用',
  cancel: '取消',
}
