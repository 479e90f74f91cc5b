--- Typst put together from pieces: strings of Typst, Inlines and Blocks of pandoc's.

local pieces = {}

--- Pieces (strings of Typst, Inlines, Blocks) as blocks: one paragraph if no piece is Blocks.
function pieces.assemble(list)
  local blocks, inlines = pandoc.Blocks({}), pandoc.Inlines({})
  for _, piece in ipairs(list) do
    if type(piece) == "string" then
      inlines:insert(pandoc.RawInline("typst", piece))
    elseif pandoc.utils.type(piece) == "Inlines" then
      inlines:extend(piece)
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
