// Package wish gives the places in an event's workshops by ranked wishes instead of first come, first served.
//
// Until the event's last day for it everybody who has or waits for a place of the event wishes for up to three workshops per slot (SaveIn). Then staff
// draw the lot and see who would get what (Board); the seed is random and drawn only then, so that nobody can register until a number suits.
// Another lot is drawn only with a reason, which stays in the list of draws and in the trail. Publish gives the places that were seen, in one
// transaction: what package allocation decides, through package attendance, whose observers write to everybody. Whoever got none waits for the first
// wish, in the order of the lot; whoever waits for a place of the event does so behind them. From then on free places go first come, first served.
//
// Only people with a place of the event are decided on. Who is named as speaker or moderator of a workshop has no place at that time. A wish for a
// workshop that is gone does not count; it counts again when the workshop comes back.
//
// The outcomes are kept with their figures, because people ask later, when the numbers of the event are others.
//
// Tables: workshop_wishes, workshop_draws, workshop_outcomes; the mode is in the event.
package wish
