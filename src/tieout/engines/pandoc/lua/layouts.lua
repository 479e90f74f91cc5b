--- Layouts: blocks beside each other: `layout=`, `layout-ncol`, columns, Bootstrap's grid, all as one shape.
-- layout: Div.t-layout[rows="50,50;100"]{ Div.t-cell, … }

local layouts = {}

local function is(block, class)
  return block.t == "Div" and block.classes:includes(class)
end

--- Shares of the width as JSON has them, as rows: "50,50;100"; nil where it is no list.
function layouts.rows_of_json(text)
  local good, value = pcall(pandoc.json.decode, text, false)
  if not good or type(value) ~= "table" or #value == 0 then
    return nil
  end
  local rows = type(value[1]) == "table" and value or { value }
  local lines = {}
  for _, row in ipairs(rows) do
    local total, widths = 0, {}
    for _, width in ipairs(row) do
      total = total + math.abs(tonumber(width) or 0)
    end
    for _, width in ipairs(row) do
      table.insert(widths, string.format("%d", math.floor(100 * (tonumber(width) or 0) / total + 0.5)))
    end
    table.insert(lines, table.concat(widths, ","))
  end
  return table.concat(lines, ";")
end

local function even_rows(count, columns)
  local lines = {}
  for _ = 1, math.ceil(count / columns) do
    local widths = {}
    for _ = 1, columns do
      table.insert(widths, string.format("%d", math.floor(100 / columns)))
    end
    table.insert(lines, table.concat(widths, ","))
  end
  return table.concat(lines, ";")
end

--- The rows an element asks for, for so many blocks; nil where it asks for none.
function layouts.rows(attributes, count)
  if attributes["layout"] then
    return layouts.rows_of_json(attributes["layout"])
  elseif attributes["layout-ncol"] then
    return even_rows(count, math.max(1, tonumber(attributes["layout-ncol"]) or 1))
  elseif attributes["layout-nrow"] then
    local rows = math.max(1, tonumber(attributes["layout-nrow"]) or 1)
    return even_rows(count, math.ceil(count / rows))
  end
end

--- Blocks as a layout of these rows.
function layouts.laid_out(blocks, rows)
  local cells = pandoc.Blocks({})
  for _, block in ipairs(blocks) do
    cells:insert(is(block, "t-cell") and block or pandoc.Div({ block }, pandoc.Attr("", { "t-cell" })))
  end
  return pandoc.Div(cells, pandoc.Attr("", { "t-layout" }, { { "rows", rows } }))
end

--- `.columns`, as a row of shares.
function layouts.columns(div)
  local widths, cells, free, left = {}, pandoc.Blocks({}), 0, 100
  for _, block in ipairs(div.content) do
    if is(block, "column") then
      local width = tonumber((block.attributes["width"] or ""):match("^([%d.]+)%%$"))
      table.insert(widths, width or false)
      free, left = free + (width and 0 or 1), left - (width or 0)
      cells:insert(pandoc.Div(block.content, pandoc.Attr("", { "t-cell" })))
    end
  end
  for position, width in ipairs(widths) do
    widths[position] = string.format("%d", math.floor((width or left / free) + 0.5))
  end
  return layouts.laid_out(cells, table.concat(widths, ","))
end

--- Bootstrap's grid of twelve columns, as rows of shares.
function layouts.grid(div)
  local rows, cells, taken = { {} }, pandoc.Blocks({}), 0
  for _, block in ipairs(div.content) do
    local share = 12
    if block.t == "Div" then
      for _, class in ipairs(block.classes) do
        share = tonumber(class:match("^g%-col%-(%d+)$") or class:match("^g%-col%-%a+%-(%d+)$")) or share
      end
    end
    if taken > 0 and taken + share > 12 then
      table.insert(rows, {})
      taken = 0
    end
    taken = taken + share
    table.insert(rows[#rows], string.format("%d", math.floor(100 * share / 12 + 0.5)))
    local content = block.t == "Div" and block.identifier == "" and block.content or { block }
    cells:insert(pandoc.Div(content, pandoc.Attr("", { "t-cell" })))
  end
  for position, row in ipairs(rows) do
    rows[position] = table.concat(row, ",")
  end
  return layouts.laid_out(cells, table.concat(rows, ";"))
end

return layouts
