// Alerts in the window: the bell with its list, the news as they come, and what can be done about each.
export { AlertBell } from './alert-bell'
export { AlertNews } from './alert-news'
