// The workspace: JupyterLab in the app, with terminals and logs below and the environment's cards beside it.
export { WorkspaceRoom } from './workspace-room'
