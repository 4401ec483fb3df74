import { describe, expect, it } from 'vitest'
import { changeOf, draftOf, missingFields, missingVatDigits } from './shop-draft'

describe('shop draft', () => {
  it('sends what is empty as nothing', () => {
    const change = changeOf({
      ...draftOf(null, 'de'),
      name: ' Rösterei Nordlicht ',
      email: 'moin@nordlicht.example',
    })
    expect(change.name).toBe('Rösterei Nordlicht')
    expect(change.impressum?.vatId).toBeNull()
    expect(change.url).toBe('')
    expect(change.sender).toEqual({
      name: 'Rösterei Nordlicht',
      email: 'moin@nordlicht.example',
      replyTo: null,
    })
  })

  it('counts what no mail may leave without', () => {
    expect(missingFields({ ...draftOf(null, 'de'), country: '' })).toBe(6)
  })

  it('knows how many digits a VAT id lacks', () => {
    expect(missingVatDigits('DE 31409')).toEqual({ prefix: 'DE', missing: 4 })
    expect(missingVatDigits('DE314098765')).toBeNull()
    expect(missingVatDigits('atu1234')).toEqual({ prefix: 'ATU', missing: 4 })
    expect(missingVatDigits('')).toBeNull()
  })
})
