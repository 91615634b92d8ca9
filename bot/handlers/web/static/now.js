// What time it is: the browser's own clock, or the demo's, which can be moved. `zone` is undefined but in the demo.

import { config } from "./words.js";

let ahead = 0;

export const zone = config.zone;
export const now = () => new Date(Date.now() + ahead);
export const setNow = (moment) => (ahead = moment - Date.now());

const date = new Intl.DateTimeFormat("en-CA", { year: "numeric", month: "2-digit", day: "2-digit", timeZone: zone });

// Days since 1970 on the calendar of that place.
export const dayNumber = (moment) => Date.parse(date.format(moment)) / 86400000;
