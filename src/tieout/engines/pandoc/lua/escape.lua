--- Escaping of what an author wrote, for the raw pieces that surround pandoc's own output.

local escape = {}

local ENTITIES = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;", ["'"] = "&#39;" }

--- Text for HTML content and quoted attributes.
function escape.html(value)
  return (value:gsub("[&<>\"']", ENTITIES))
end

--- Text as a Typst string literal, quotes included.
function escape.typst(value)
  local escaped = value:gsub("\\", "\\\\"):gsub('"', '\\"'):gsub("%c", function(character)
    return string.format("\\u{%x}", character:byte())
  end)
  return '"' .. escaped .. '"'
end

--- An identifier as part of a Typst label.
function escape.label(id)
  local made = id:gsub("[^%w_.-]", function(character)
    return string.format(":%x:", character:byte())
  end)
  return made
end

return escape
