-- Links between pages lead to the pages as they lie in the package; to what is not in the package there is no link.
local function packed(path)
  return (" " .. os.getenv("PAGES") .. " "):find(" " .. path .. " ", 1, true)
end

function Link(link)
  local file, heading = link.target:match("^([^#]*)(.*)$")
  if file == "" or file:match("^%a+:") then
    return link
  end
  if packed(pandoc.path.normalize(pandoc.path.join { pandoc.path.directory(os.getenv("PAGE")), file })) then
    link.target = file:gsub("%.md$", ".html") .. heading
    return link
  end
  return link.content
end
