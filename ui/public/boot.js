// Sets the colour scheme before the first paint, so that nothing flashes.
;(() => {
  let scheme = 'auto'
  try {
    scheme = localStorage.getItem('kundig-theme') || 'auto'
  } catch {
    // storage may be blocked; then the system decides
  }
  const dark = scheme === 'dark' || (scheme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light')
})()
