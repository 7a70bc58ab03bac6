// The doctor's room: what was checked on this machine, what was found, what mends it, and the way to mend it from here.
export { DoctorRoom } from './doctor-room'
