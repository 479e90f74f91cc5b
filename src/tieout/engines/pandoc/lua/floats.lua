--- Pictures, tables, figures and layouts in Typst: the arguments they take and the labels they get.

local floats = {}

local pieces = require("pieces")

local KINDS = { fig = "image", tbl = "table", lst = "raw" }
local ALIGN = { AlignLeft = "left", AlignRight = "right", AlignCenter = "center", AlignDefault = "left" }

--- A length of an author's in Typst; nil when it is none.
local function length(text)
  local number, unit = (text or ""):match("^([%d.]+)%s*(%a*%%?)$")
  if not tonumber(number) then
    return nil
  elseif unit == "" or unit == "px" then
    return string.format("%gpt", tonumber(number) * 0.75)
  end
  local known = { ["%"] = true, pt = true, cm = true, mm = true, ["in"] = true, em = true }
  return known[unit] and number .. unit or nil
end

--- The call `image(…)`.
function floats.picture(image, kit)
  local arguments = { '"' .. kit.tokens.mark("i", image.attributes["image"]) .. '"' }
  for _, side in ipairs({ "width", "height" }) do
    local asked = length(image.attributes[side])
    if asked then
      table.insert(arguments, side .. ": " .. asked)
    end
  end
  table.insert(arguments, "alt: " .. kit.escape.typst(image.attributes["alt"]))
  return "image(" .. table.concat(arguments, ", ") .. ")"
end

local function cell_pieces(cell, list)
  local spans = {}
  if cell.col_span > 1 then
    table.insert(spans, "colspan: " .. cell.col_span)
  end
  if cell.row_span > 1 then
    table.insert(spans, "rowspan: " .. cell.row_span)
  end
  table.insert(list, #spans > 0 and "table.cell(" .. table.concat(spans, ", ") .. ")[" or "[")
  table.insert(list, pieces.flat(cell.contents))
  table.insert(list, "], ")
end

--- The pieces of `table(…)`.
function floats.table(element)
  local align, widths, set = {}, {}, false
  for _, spec in ipairs(element.colspecs) do
    table.insert(align, ALIGN[spec[1]])
    set = set or spec[2] ~= nil
    table.insert(widths, spec[2] and string.format("%gfr", math.floor(spec[2] * 100 + 0.5)) or "auto")
  end
  local columns = set and "(" .. table.concat(widths, ", ") .. ",)" or tostring(#widths)
  local list = { "table(columns: " .. columns .. ", align: (" .. table.concat(align, ", ") .. ",), " }
  if #element.head.rows > 0 then
    table.insert(list, "table.header(")
    for _, row in ipairs(element.head.rows) do
      for _, cell in ipairs(row.cells) do
        cell_pieces(cell, list)
      end
    end
    table.insert(list, "), ")
  end
  for _, body in ipairs(element.bodies) do
    for _, rows in ipairs({ body.head, body.body }) do
      for _, row in ipairs(rows) do
        for _, cell in ipairs(row.cells) do
          cell_pieces(cell, list)
        end
      end
    end
  end
  for _, row in ipairs(element.foot.rows) do
    for _, cell in ipairs(row.cells) do
      cell_pieces(cell, list)
    end
  end
  table.insert(list, ")")
  return list
end

--- The pieces of `grid(…)`; rows of different widths are grids in a stack.
function floats.layout(element)
  local list, position, rows = {}, 0, {}
  for row in element.attributes["rows"]:gmatch("[^;]+") do
    table.insert(rows, row)
  end
  table.insert(list, "stack(dir: ttb, spacing: 1em, ")
  for _, row in ipairs(rows) do
    local widths, cells = {}, {}
    for width in row:gmatch("%-?%d+") do
      table.insert(widths, (width:gsub("^%-", "")) .. "fr")
      if width:sub(1, 1) == "-" then
        table.insert(cells, "[], ")
      elseif position < #element.content then
        position = position + 1
        table.insert(cells, "[")
        table.insert(cells, pieces.flat(element.content[position].content))
        table.insert(cells, "], ")
      end
    end
    table.insert(list, "grid(columns: (" .. table.concat(widths, ", ") .. ",), column-gutter: 1em, ")
    for _, cell in ipairs(cells) do
      table.insert(list, cell)
    end
    table.insert(list, "), ")
  end
  for rest = position + 1, #element.content do
    table.insert(list, "[")
    table.insert(list, pieces.flat(element.content[rest].content))
    table.insert(list, "], ")
  end
  table.insert(list, ")")
  return list
end

--- What a figure holds: a picture, a table or a layout is an argument, anything else is content.
local function content(body, kit)
  local only = #body == 1 and body[1] or nil
  local paragraph = only and (only.t == "Plain" or only.t == "Para")
  local inner = paragraph and #only.content == 1 and only.content[1]
  if inner and inner.t == "Image" then
    return { floats.picture(inner, kit) }
  elseif only and only.t == "Table" then
    return floats.table(only)
  elseif only and only.t == "Div" and only.classes:includes("t-layout") then
    return floats.layout(only)
  end
  return { "[", pieces.flat(body), "]" }
end

--- A figure, table or listing with its caption, number and label, and the line that names its script.
function floats.float(element, kit, label)
  local body, caption, links = kit.structure.parts(element)
  local kind, number, sub = element.attributes["kind"], element.attributes["number"], element.attributes["sub"]
  local list = { "#figure(" }
  pieces.extend(list, content(body, kit))
  if #caption > 0 or number or sub then
    pieces.extend(list, { ", caption: [", caption, "]" })
  end
  local family, supplement = KINDS[kind], kit.escape.typst(kit.language.titles[kind])
  if sub then
    table.insert(list, ', kind: "subfigure", supplement: none, numbering: (..) => "(' .. sub .. ')")')
  elseif number then
    table.insert(list, ", kind: " .. family .. ", supplement: [#" .. supplement .. "]")
    table.insert(list, ", numbering: " .. kit.numbering(number) .. ")")
  else
    table.insert(list, ", kind: " .. family .. ", supplement: none, numbering: none, outlined: false)")
  end
  if element.identifier ~= "" then
    table.insert(list, " " .. label(element.identifier))
  end
  local blocks = pieces.assemble(list)
  local script = links and links.attributes["script"] or ""
  if script ~= "" then
    local data = links.attributes["data"] or ""
    local said = kit.language.script .. ": " .. script .. (data ~= "" and " · " .. data or "")
    local line = kit.escape.typst(said)
    blocks:insert(pandoc.Para({ pandoc.RawInline("typst", "#figure-links[#" .. line .. ";]") }))
  end
  return blocks
end

return floats
