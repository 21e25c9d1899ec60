// A guest's link opens by itself where scripts run; elsewhere the button is tapped.
document.querySelector('[data-opens]').submit();
