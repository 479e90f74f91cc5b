--- Typst put together from pieces: strings of Typst, Inlines and Blocks of pandoc's.

local pieces = {}

--- Inlines that may stand right after `[`: there "1. Rain" would open a list, and "= Rain" a heading.
function pieces.guarded(inlines)
  local first = inlines[1]
  if not first or first.t ~= "Str" then
    return inlines
  end
  local number, point, rest = first.text:match("^(%d+)([.%)])(.*)$")
  local mark = first.text:match("^[-+=/]+$")
  if not mark and not (number and rest == "") then
    return inlines
  end
  local made = inlines:clone()
  made[1] = pandoc.RawInline("typst", mark and "\\" .. mark or number .. "\\" .. point)
  return made
end

--- Pieces (strings of Typst, Inlines, Blocks) as blocks: one paragraph if no piece is Blocks.
function pieces.assemble(list)
  local blocks, inlines = pandoc.Blocks({}), pandoc.Inlines({})
  for position, piece in ipairs(list) do
    if type(piece) == "string" then
      inlines:insert(pandoc.RawInline("typst", piece))
    elseif pandoc.utils.type(piece) == "Inlines" then
      local before = list[position - 1]
      local opened = type(before) == "string" and before:sub(-1) == "["
      inlines:extend(opened and pieces.guarded(piece) or piece)
    else
      if #inlines > 0 then
        blocks:insert(pandoc.Plain(inlines))
      end
      blocks:extend(piece)
      inlines = pandoc.Inlines({})
    end
  end
  if #inlines > 0 then
    blocks:insert(pandoc.Para(inlines))
  end
  return blocks
end

--- Blocks as Inlines where they are one paragraph.
function pieces.flat(blocks)
  if #blocks == 0 then
    return pandoc.Inlines({})
  elseif #blocks == 1 and (blocks[1].t == "Plain" or blocks[1].t == "Para") then
    return blocks[1].content
  end
  return blocks
end

--- Adds every item of `more` to `list`.
function pieces.extend(list, more)
  for _, piece in ipairs(more) do
    table.insert(list, piece)
  end
end

return pieces
