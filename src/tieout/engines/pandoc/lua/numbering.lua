--- Numbers within a chapter, and what can be referred to; the chapter's own number is put in after pandoc.
-- A number here is local: "3" is Figure 2.3 in chapter 2, "1.2" is Section 2.1.2.

local numbering = {}

local theorems = require("theorems")

local LABEL = "^(%l+)%-."
local FLOATS = { fig = true, tbl = true, lst = true }
local CONDITIONS = { "content-visible", "content-hidden" }

local function condition(element)
  for _, class in ipairs(CONDITIONS) do
    if element.classes:includes(class) then
      local on = element.attributes["when-format"] or ""
      local off = element.attributes["unless-format"] or ""
      return class .. " " .. on .. " " .. off
    end
  end
end

local function blank(inlines)
  for _, inline in ipairs(inlines) do
    if inline.t ~= "Space" and inline.t ~= "SoftBreak" then
      return false
    end
  end
  return true
end

--- Numbers a normalised document.
-- @param options `numbered`: the chapter has a number; `sections`: sections have; `depth`: down to which level.
-- @return labels: what references can name: id, kind, number, sub (a letter), level, condition
-- @return anchors: every identifier a link can lead to
function numbering.number(document, options, report)
  local counts, sections = {}, {}
  local labels, anchors, titles = pandoc.List(), pandoc.List(), 0
  local state = { parent = nil, sub = 0, condition = nil }
  local filter, above, shift = nil, pandoc.List(), 0

  local taken = {}

  --- Lists an identifier; one that is taken already is told of where it is a label, and given up.
  local function anchor(element)
    local id = element.identifier
    if id == "" then
      return
    elseif taken[id] ~= nil and (taken[id] == "" or taken[id] == state.condition) then
      local counts = element.t == "Header" or id:match(LABEL)
      if counts then
        labels:insert({ id = id, kind = "twice", condition = state.condition })
      end
      element.identifier = counts and id .. "-" .. #anchors or ""
      return
    end
    taken[id] = taken[id] or state.condition or ""
    anchors:insert(id)
  end

  local function count(kind)
    counts[kind] = (counts[kind] or 0) + 1
    return tostring(counts[kind])
  end

  local function label(id, kind, number, more)
    local entry = { id = id, kind = kind, number = number, condition = state.condition }
    for key, value in pairs(more or {}) do
      entry[key] = value
    end
    labels:insert(entry)
  end

  local function within(element, changes)
    local before = {}
    for key, value in pairs(changes) do
      before[key], state[key] = state[key], value or nil
    end
    element.content = element.content:walk(filter)
    for key in pairs(changes) do
      state[key] = before[key]
    end
    return element
  end

  -- The same label in two formats' branches is one thing with one number.
  local function known(id)
    for _, entry in ipairs(labels) do
      if entry.id == id and entry.condition ~= state.condition then
        return entry.number
      end
    end
  end

  local function float(element)
    local id, kind = element.identifier, element.attributes["kind"]
    if state.parent then
      local entry = state.parent
      entry.subs = entry.subs + 1
      local letter = string.char(96 + (entry.subs - 1) % 26 + 1)
      element.attributes["sub"] = letter
      if FLOATS[id:match(LABEL)] then
        label(id, kind, entry.number, { sub = letter })
      end
      return element, false
    end
    local family = id:match(LABEL)
    if not FLOATS[family] then
      return within(element, { parent = false }), false
    end
    local number = known(id) or count(family)
    element.attributes["number"] = number
    label(id, family, number)
    return within(element, { parent = { number = number, subs = 0 } }), false
  end

  local function header(element)
    if element.level == 1 and titles > 0 then
      report("title", titles)
      shift = 1
    end
    -- A heading is numbered by the level it was given, and set one below the heading it stands under:
    -- a reader's software follows the levels.
    local level = math.min(6, element.level + shift)
    while #above > 0 and above[#above] >= level do
      above:remove()
    end
    above:insert(level)
    if #above < level and not state.tabs then
      report("jump", titles)
    end
    element.level = #above
    local number
    local counted = options.numbered and options.sections and level <= options.depth
    if counted and not element.classes:includes("unnumbered") then
      if level == 1 then
        number = ""
      else
        sections[level] = (sections[level] or 0) + 1
        local parts = {}
        for higher = 2, level do
          sections[higher] = sections[higher] or 0
          table.insert(parts, tostring(sections[higher]))
        end
        for below = level + 1, 6 do
          sections[below] = nil
        end
        number = table.concat(parts, ".")
      end
      element.attributes["number"] = number
    end
    -- A chapter's figures bear its number even where headings show none.
    local chapter = options.numbered and element.level == 1 and not element.classes:includes("unnumbered")
    element.attributes["chapter"] = chapter and "yes" or nil
    label(element.identifier, "sec", number, { level = element.level })
    titles = titles + 1
    return element, false
  end

  local function conditional(element)
    if not state.condition and condition(element) then
      return within(element, { condition = condition(element) }), false
    end
  end

  filter = {
    traverse = "topdown",
    Header = function(element)
      anchor(element)
      if blank(element.content) then
        report("empty", titles)
        return element.identifier ~= "" and pandoc.Div({}, pandoc.Attr(element.identifier)) or {}
      end
      return header(element)
    end,
    CodeBlock = function(element)
      anchor(element)
      return element
    end,
    Div = function(element)
      anchor(element)
      if element.classes:includes("t-float") then
        return float(element)
      elseif element.classes:includes("t-theorem") and theorems.family(element.identifier) then
        local family = element.attributes["family"]
        local number = known(element.identifier) or count(family)
        element.attributes["number"] = number
        label(element.identifier, family, number)
        return conditional(element) or element
      elseif element.classes:includes("t-callout") and element.identifier:match("^%l%l%l%-.") then
        local number = count(element.identifier:match(LABEL))
        element.attributes["number"] = number
        label(element.identifier, element.identifier:match(LABEL), number)
        return element
      end
      if element.classes:includes("t-tabset") then
        return within(element, { tabs = true }), false
      end
      return conditional(element)
    end,
    Span = function(element)
      anchor(element)
      if element.classes:includes("t-equation") then
        local number = known(element.identifier) or count("eq")
        element.attributes["number"] = number
        label(element.identifier, "eq", number)
        return element, false
      end
      return conditional(element)
    end,
  }
  document.blocks = document.blocks:walk(filter)
  return labels, anchors
end

return numbering
