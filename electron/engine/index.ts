// The engine room: the only importer of dockerode. Finds an engine, keeps the connection, offers its verbs.
export type * from './types'
