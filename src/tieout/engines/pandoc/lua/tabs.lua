--- Tabsets: in the pages tabs (one after another where no script runs), in the PDF one after another.
-- tabset: Div.t-tabset[group]{ Div#id.t-tab{ Div.t-title{Plain}, … }, … }

local tabs = {}

local function titled(title, id)
  return pandoc.Div({ pandoc.Div({ pandoc.Plain(title) }, pandoc.Attr("", { "t-title" })) }, pandoc.Attr(id, { "t-tab" }))
end

--- A `.panel-tabset` in its shape: its first heading's level begins a tab; without headings what it holds.
function tabs.shape(div)
  local level, made, current = nil, pandoc.Blocks({}), nil
  local before = pandoc.Blocks({})
  for _, block in ipairs(div.content) do
    if block.t == "Header" and (not level or block.level == level) then
      level = block.level
      made:insert(titled(block.content, block.identifier))
      current = made[#made]
    elseif current then
      current.content:insert(block)
      made[#made] = current
    else
      before:insert(block)
    end
  end
  if #made == 0 then
    return div.content
  end
  local group = div.attributes["group"] or ""
  before:insert(pandoc.Div(made, pandoc.Attr("", { "t-tabset" }, { { "group", group } })))
  return before
end

--- A tabset as HTML.
function tabs.html(div, kit)
  local group = kit.escape.html(div.attributes["group"] or "")
  local made = pandoc.Blocks({ pandoc.RawBlock("html", '<div class="tabset" data-group="' .. group .. '">') })
  for _, tab in ipairs(div.content) do
    local id = tab.identifier ~= "" and ' id="' .. kit.escape.html(tab.identifier) .. '"' or ""
    made:insert(pandoc.RawBlock("html", "<div" .. id .. ' class="tab">'))
    local words = pandoc.Inlines({ pandoc.RawInline("html", '<p class="tab-title">') })
    words:extend(tab.content[1].content[1].content)
    words:insert(pandoc.RawInline("html", "</p>"))
    made:insert(pandoc.Plain(words))
    made:extend({ table.unpack(tab.content, 2) })
    made:insert(pandoc.RawBlock("html", "</div>"))
  end
  made:insert(pandoc.RawBlock("html", "</div>"))
  return made
end

--- A tabset as pieces of Typst; `label` makes an identifier a label.
function tabs.typst(div, label)
  local list = {}
  for _, tab in ipairs(div.content) do
    table.insert(list, "#tab-title[")
    table.insert(list, tab.content[1].content[1].content)
    table.insert(list, tab.identifier ~= "" and "] " .. label(tab.identifier) or "]")
    table.insert(list, pandoc.Blocks({ table.unpack(tab.content, 2) }))
  end
  return list
end

return tabs
