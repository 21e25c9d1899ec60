#!/bin/sh
# opening_hours 3.15.0 (npm; Node.js 18 or later), the evaluator of OpenStreetMap's opening_hours,
# knows the public holidays of Viet Nam that stand on the solar calendar, and none of the lunar one:
# neither the five days of Tết nor the Hùng Kings' day. "PH off" is therefore kept on 1 January, 30
# April and 2 September, and left aside in the longest holiday of the year. getWarnings() is empty,
# as it is for a country whose holidays are all there.
# A directory made from an OpenStreetMap extract says "open now" of every office on those mornings.
# The holidays are those of the Labour Code 2019, article 112; the days of 2027 by the lunar calendar
# in Viet Nam's time: New Year's Day is 6 February, the tenth of the third month is 16 April.
#
# Seen, for "Mo-Fr 07:30-11:30; PH off" at 9:00 (day, open, what the holiday is called):
#   2027-01-01 false Tết Dương Lịch
#   2027-02-08 true -               (Monday, the third day of Tết)
#   2027-02-09 true -               (Tuesday, the fourth)
#   2027-04-16 true -               (Friday, the Hùng Kings' day)
#   2027-04-30 false Ngày Giải phóng miền Nam, Thống nhất Đất nước
#   warnings: 0
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-fund --no-audit opening_hours@3.15.0 > /dev/null
cat > seen.cjs <<'JS'
const OpeningHours = require('opening_hours');
const place = { lat: 21.7, lon: 104.87, address: { country_code: 'vn' } };
const hours = new OpeningHours('Mo-Fr 07:30-11:30; PH off', place);
const days = {
  '2027-01-01': false, '2027-02-08': true, '2027-02-09': true, '2027-04-16': true,
  '2027-04-30': false,
};
let same = true;
for (const [day, expected] of Object.entries(days)) {
  const at = new Date(`${day}T09:00:00`);
  const open = hours.getState(at);
  console.log(day, open, hours.getComment(at) || '-');
  same = same && open === expected;
}
const warnings = hours.getWarnings().length;
console.log('warnings:', warnings);
process.exit(same && warnings === 0 ? 0 : 1);
JS
TZ=Asia/Ho_Chi_Minh node seen.cjs
