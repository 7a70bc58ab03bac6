// The settings room: how Berth looks, which engine it uses, and what a launch begins with.
export { SettingsRoom } from './settings-room'
