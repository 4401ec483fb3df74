import type { DashboardDay } from '../../api/types'

/** Days summed into weeks from the last day backwards, so that the newest week is whole but for today. */
export function byWeek(days: DashboardDay[]): DashboardDay[] {
  const weeks: DashboardDay[] = []
  for (let end = days.length; end > 0; end -= 7) {
    const week = days.slice(Math.max(0, end - 7), end)
    const first = week[0]
    // A first week of fewer days would look like a slump.
    if (!first || (week.length < 7 && weeks.length > 0)) break
    weeks.unshift(sum(first.day, week))
  }
  return weeks
}

function sum(day: string, week: DashboardDay[]): DashboardDay {
  const total = (of: (item: DashboardDay) => number) => week.reduce((amount, item) => amount + of(item), 0)
  const orders = total((item) => item.orders)
  const revenue = total((item) => Number(item.revenue))
  return {
    day,
    revenue: String(revenue),
    attributed: String(total((item) => Number(item.attributed))),
    previousRevenue: String(total((item) => Number(item.previousRevenue ?? 0))),
    orders,
    averageOrder: orders > 0 ? String(revenue / orders) : null,
    recipients: total((item) => item.recipients),
  }
}
