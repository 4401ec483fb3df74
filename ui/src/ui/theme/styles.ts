import '@fontsource-variable/inter/opsz.css'
import './tokens.css'
import './global.css'
