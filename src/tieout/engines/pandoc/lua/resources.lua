--- What a chapter points at: pictures, other chapters, files. Python finds them; both formats share the list.

local resources = {}

local function external(target)
  return target:match("^%a[%w+.-]*:") or target:match("^//")
end

local SCHEMES = { http = true, https = true, mailto = true, tel = true }

--- Whether a link may lead there: to a place in the report, or to what a browser or a mail program opens.
local function leads(target)
  local scheme = target:match("^%s*(%a[%w+.-]*):")
  return not scheme or SCHEMES[scheme:lower()] == true
end

--- Takes links that lead where no link may out of what has been made of the bibliography; their words stay.
function resources.tame(blocks)
  return blocks:walk({
    Link = function(link)
      return not leads(link.target) and link.content or nil
    end,
  })
end

--- Lists the pictures and links of a document and marks each with its number in the list.
-- @return images: src, width, height, text (alternative text); links: target
function resources.collect(document, report)
  local images, links = pandoc.List(), pandoc.List()
  document.blocks = document.blocks:walk({
    Image = function(image)
      local alt = image.attributes["fig-alt"] or image.attributes["alt"]
      alt = alt or pandoc.utils.stringify(image.caption)
      if external(image.src) then
        -- Pages and PDF ask nobody for anything: what stands elsewhere is led to.
        report("remote", image.src)
        if not leads(image.src) then
          return pandoc.Str(alt ~= "" and alt or image.src)
        end
        return pandoc.Link({ pandoc.Str(alt ~= "" and alt or image.src) }, image.src)
      elseif alt == "" then
        report("alt", image.src)
        alt = image.src:match("([^/]+)$") or image.src
      end
      images:insert({
        src = image.src,
        width = image.attributes["width"],
        height = image.attributes["height"],
      })
      image.attributes = {
        alt = alt,
        image = tostring(#images - 1),
        width = image.attributes["width"],
        height = image.attributes["height"],
      }
      return image
    end,
    Link = function(link)
      if not leads(link.target) then
        report("link", link.target)
        return link.content
      elseif external(link.target) then
        link.attributes = {}
        link.classes = {}
        return link
      end
      links:insert({ target = link.target })
      link.attributes = { ["link"] = tostring(#links - 1) }
      return link
    end,
  })
  return images, links
end

return resources
